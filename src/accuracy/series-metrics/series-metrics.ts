import type { Metric } from '../metric.ts';
import { AFFILIATION_METRICS } from './affiliation-metrics.ts';
import { AT_THRESHOLD_METRICS } from './at-threshold-metrics.ts';
import { BEST_F1_METRICS } from './best-f1-metrics.ts';
import { PATE_METRICS } from './pate-metrics.ts';
import { VUS_METRICS } from './vus-metrics.ts';

/** Metrics of series that look at scores alone: areas and volumes, and figures at their own best threshold. */
export const SCORE_SERIES_METRICS: readonly Metric[] = [
  ...VUS_METRICS,
  ...BEST_F1_METRICS,
  ...AFFILIATION_METRICS,
  ...PATE_METRICS,
];

/** The metrics of the anomaly-detection benchmarks, each defined on one whole series. Offered, not run by default. */
export const SERIES_METRICS: readonly Metric[] = [...SCORE_SERIES_METRICS, ...AT_THRESHOLD_METRICS];
