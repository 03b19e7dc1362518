import type { MetricValue } from '../../record/schema.ts';
import { averagePrecision } from '../average-precision.ts';
import { computeMetric, type Metric, undefinedBecause } from '../metric.ts';
import { rocAuc } from '../roc-auc.ts';
import { type Flags, type NanOption, parseLabelledScores, type Scores } from '../series/labelled-scores.ts';

/**
 * Area under the ROC curve: rank-based, equal scores count one half.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'` (such a row ranks below all; unlabelled, it is left out)
 * @returns undefined without rows, rows labelled 1 or rows labelled 0
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 */
export const aucRoc = (labels: Flags, scores: Scores, options: NanOption = {}): MetricValue =>
  ofRows(rocAuc, labels, scores, options);

/** Average precision: the area under the precision-recall curve as a staircase, not interpolated. As `aucRoc` otherwise; defined when every row is labelled 1. */
export const aucPr = (labels: Flags, scores: Scores, options: NanOption = {}): MetricValue =>
  ofRows(averagePrecision, labels, scores, options);

function ofRows(metric: Metric, labels: Flags, scores: Scores, options: NanOption): MetricValue {
  const series = parseLabelledScores(labels, scores, options);
  if (series.scores.length === 0) return undefinedBecause('there is no row');
  return computeMetric(metric, [
    {
      recordingId: 'series',
      timestampsMs: new Float64Array(series.scores.length),
      labels: series.labels,
      scores: series.scores,
      threshold: Number.POSITIVE_INFINITY,
      fromRow: 0,
      incidents: [],
      benign: [],
      alerts: [],
      alreadyUp: [],
    },
  ]);
}
