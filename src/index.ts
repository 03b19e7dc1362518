/** The public surface, by name. Everything else may change between releases. */

export { costPerDay } from './accuracy/cost-per-day.ts';
export type { CostTable } from './accuracy/cost-table.ts';
export { judgeRows, type ScoredRows } from './accuracy/judge-rows.ts';
export type { SurvivalStep } from './accuracy/kaplan-meier.ts';
export type { Judged, Metric } from './accuracy/metric.ts';
export { computeMetric } from './accuracy/metric.ts';
export { METRICS, metricById } from './accuracy/metrics.ts';
export { type NabResultRows, nabResultRows, writeNabResults } from './accuracy/nab/write-results.ts';
export { timeToDetectCurve } from './accuracy/time-to-detect.ts';
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
