import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import { harmonicMean } from '../series/harmonic-mean.ts';
import type { Flags, LabelledScores, Scores } from '../series/labelled-scores.ts';
import { distinctLevels } from '../series/levels.ts';
import { bestOverLevels, ofSeriesWithEvents, type ScoreOptions, type Sweep } from '../series/sweep.ts';

/** TSB-AD's guard against 0 / 0; it costs a perfect detector 5e-6. */
const STANDARD_F1_EPSILON = 1e-5;

/**
 * Point-wise F1 at the threshold that makes it highest: an oracle, since that threshold is chosen on the judged labels.
 * Every distinct score is tried; a row is predicted at or above it.
 *
 * `compat`: TSB-AD 8763009, whose denominator is precision + recall + 1e-5. `strict`: without it.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 */
export const standardF1 = (labels: Flags, scores: Scores, options: ScoreOptions = {}): MetricValue =>
  ofSeriesWithEvents(labels, scores, options, (series, mode) =>
    defined(
      bestOverLevels(distinctLevels(series.scores), pointSweep(series, mode === 'compat' ? STANDARD_F1_EPSILON : 0)),
    ),
  );

export function pointSweep({ labels, events }: LabelledScores, epsilon = 0): Sweep {
  let found = 0;
  let predicted = 0;
  return {
    predict(row) {
      predicted++;
      found += labels[row]!;
    },
    value: () => harmonicMean(found / predicted, found / events.rows, epsilon),
  };
}
