import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import type { Flags, Labelled, Scores } from '../series/labelled-scores.ts';
import type { Mode } from '../series/mode.ts';
import { runLength, runOfRow } from '../series/runs.ts';
import {
  bestOverLevels,
  levelsFor,
  ofPredictionsWithEvents,
  ofSeriesWithEvents,
  type ScoreOptions,
  type Sweep,
} from '../series/sweep.ts';

/**
 * Point-adjusted F1 at the threshold that makes it highest: one predicted row makes a whole event predicted. It rewards
 * noise: among long events, random scores reach figures near 1.
 *
 * `compat`: TSB-AD 8763009 (grid of 100 thresholds; row 0 is never filled in when its event is hit later). `strict`:
 * every distinct score is a threshold, and row 0 is a row like any other.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events; 0 in `compat` for a constant score, which the grid never predicts
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 * Source: Xu et al., WWW 2018 (the adjustment); Kim et al., AAAI 2022 (why not to trust it).
 */
export const pointAdjustedF1 = (labels: Flags, scores: Scores, options: ScoreOptions = {}): MetricValue =>
  ofSeriesWithEvents(labels, scores, options, (series, mode) =>
    defined(bestOverLevels(levelsFor(series.scores, mode), pointAdjustedSweep(series, mode))),
  );

/**
 * The same for predictions (`strict`); 0 when nothing is predicted.
 * @param predicted one a row, 0 or 1
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row
 */
export const pointAdjustedF1OfPredictions = (labels: Flags, predicted: Flags): MetricValue =>
  ofPredictionsWithEvents(labels, predicted, (series) => pointAdjustedSweep(series, 'strict'));

function pointAdjustedSweep({ labels, events }: Labelled, mode: Mode): Sweep {
  const eventOf = runOfRow(events, labels.length);
  const isHit = new Uint8Array(events.count);
  const rowZeroIsLeftOut = mode === 'compat' && labels[0] === 1;
  let found = 0;
  let falsePositives = 0;
  return {
    predict(row) {
      const event = eventOf[row]!;
      if (event < 0) falsePositives++;
      else if (isHit[event] === 0) {
        isHit[event] = 1;
        found += runLength(events, event) - (event === 0 && row > 0 && rowZeroIsLeftOut ? 1 : 0);
      } else if (row === 0 && rowZeroIsLeftOut) found++;
    },
    value: () => (2 * found) / (events.rows + found + falsePositives),
  };
}
