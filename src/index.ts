/** The public surface, by name. Everything else may change between releases. */

export {
  type Affiliation,
  type AffiliationByEvent,
  affiliation,
  affiliationF1,
  bestAffiliation,
} from './accuracy/affiliation/affiliation.ts';
export { chanceLevel } from './accuracy/chance-level.ts';
export { costPerDay } from './accuracy/cost-per-day.ts';
export type { CostTable } from './accuracy/cost-table.ts';
export { INFLATING_METRICS } from './accuracy/inflating-metrics.ts';
export { judgeRows, type ScoredRows } from './accuracy/judge-rows.ts';
export type { SurvivalStep } from './accuracy/kaplan-meier.ts';
export type { Judged, Metric } from './accuracy/metric.ts';
export { computeMetric } from './accuracy/metric.ts';
export { METRICS, metricById } from './accuracy/metrics.ts';
export { type NabResultRows, nabResultRows, writeNabResults } from './accuracy/nab/write-results.ts';
export { type PateOptions, pate, pateF1 } from './accuracy/pate/pate.ts';
export type { PositionalBias } from './accuracy/range-based/positional-bias.ts';
export { rangeF1, rangeF1OfPredictions } from './accuracy/range-based/range-f1.ts';
export {
  type Cardinality,
  type RangeOptions,
  rangePrecision,
  rangeRecall,
} from './accuracy/range-based/range-precision-recall.ts';
export type { Flags, NanOption, Scores } from './accuracy/series/labelled-scores.ts';
export type { Mode, ModeOption } from './accuracy/series/mode.ts';
export type { ScoreOptions } from './accuracy/series/sweep.ts';
export { timeToDetectCurve } from './accuracy/time-to-detect.ts';
export { aucPr, aucRoc } from './accuracy/tsb-ad/auc.ts';
export { eventBasedF1, eventBasedF1OfPredictions } from './accuracy/tsb-ad/event-based-f1.ts';
export { type EventWeight, type KDelayOptions, kDelayF1 } from './accuracy/tsb-ad/k-delay-f1.ts';
export { paPercentKArea } from './accuracy/tsb-ad/pa-percent-k-area.ts';
export { pointAdjustedF1, pointAdjustedF1OfPredictions } from './accuracy/tsb-ad/point-adjusted-f1.ts';
export { standardF1 } from './accuracy/tsb-ad/standard-f1.ts';
export { findBufferLength } from './accuracy/vus/find-buffer-length.ts';
export { type VusOptions, vusPr, vusPr2022, vusRoc, vusRoc2022 } from './accuracy/vus/vus.ts';
export type {
  Cause,
  ClaimId,
  Contender,
  FitTask,
  Observation,
  Session,
  Traits,
  Verdict,
  Watcher,
} from './contenders/contract.ts';
export { type Dimension, type SearchSpace, settingsSpace } from './contenders/search-space.ts';
export { decodeState, encodeState, type State } from './contenders/state-codec.ts';
export { type Fault, InputError } from './faults.ts';
export type { Json, JsonObject } from './json.ts';
export { readRecord } from './record/read.ts';
export type { MetricCard, MetricValue, Plan, RunRecord } from './record/schema.ts';
export type { Alert, AlertPolicy } from './replay/alert-policy.ts';
export { raiseAlerts } from './replay/alert-policy.ts';
export { replay } from './replay/replay.ts';
export type { ScoreTrace } from './replay/score-trace.ts';
export { defineConfig, type WatchbenchConfig } from './run/config.ts';
export { openDataset } from './run/open-dataset.ts';
export type { Dataset } from './telemetry/dataset.ts';
export type { Channel, Incident, LabelledRecording, Recording } from './telemetry/recording.ts';
