import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import { harmonicMean, TINY } from '../series/harmonic-mean.ts';
import type { Flags, Labelled, Scores } from '../series/labelled-scores.ts';
import type { Mode } from '../series/mode.ts';
import { runOfRow } from '../series/runs.ts';
import {
  bestOverLevels,
  levelsFor,
  ofPredictionsWithEvents,
  ofSeriesWithEvents,
  type ScoreOptions,
  type Sweep,
} from '../series/sweep.ts';

/**
 * TSB-AD's event-based F1 (elsewhere: composite F) at the threshold that makes it highest: harmonic mean of the share of
 * events with a predicted row and the point-wise precision. Mixing the two units makes it generous: one lucky row finds
 * a long event.
 *
 * `compat`: TSB-AD 8763009 (grid of 100 thresholds; + 1e-15 in the denominator; the last row of an event that ends the
 * series does not count as its own, so that a one-row event there is never found). `strict`: every distinct score is a
 * threshold and the last row a row like any other.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events; 0 in `compat` for a constant score, which the grid never predicts
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 * Source: Garg et al., IEEE TNNLS 33(6), 2022 (composite F-score).
 */
export const eventBasedF1 = (labels: Flags, scores: Scores, options: ScoreOptions = {}): MetricValue =>
  ofSeriesWithEvents(labels, scores, options, (series, mode) =>
    defined(bestOverLevels(levelsFor(series.scores, mode), eventBasedSweep(series, mode))),
  );

/**
 * The same for predictions (`strict`); 0 when nothing is predicted.
 * @param predicted one a row, 0 or 1
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row
 */
export const eventBasedF1OfPredictions = (labels: Flags, predicted: Flags): MetricValue =>
  ofPredictionsWithEvents(labels, predicted, (series) => eventBasedSweep(series, 'strict'));

function eventBasedSweep({ labels, events }: Labelled, mode: Mode): Sweep {
  const eventOf = runOfRow(events, labels.length);
  const isHit = new Uint8Array(events.count);
  const forgottenRow = mode === 'compat' ? labels.length - 1 : -1;
  let hits = 0;
  let found = 0;
  let predicted = 0;
  return {
    predict(row) {
      predicted++;
      const event = eventOf[row]!;
      if (event < 0) return;
      found++;
      if (isHit[event] === 1 || row === forgottenRow) return;
      isHit[event] = 1;
      hits++;
    },
    value: () => harmonicMean(found / predicted, hits / events.count, mode === 'compat' ? TINY : 0),
  };
}
