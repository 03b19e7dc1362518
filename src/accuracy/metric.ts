import type { MetricCard, MetricValue } from '../record/schema.ts';
import type { Alert } from '../replay/alert-policy.ts';
import type { BenignEvent, Incident } from '../telemetry/recording.ts';
import type { Tolerance } from './tolerance.ts';

/** One recording (or a stretch of one) with what was true and what was said: all a metric may look at. */
export interface Judged {
  readonly recordingId: string;
  readonly timestampsMs: Float64Array;
  /** 1 where the row's time lies in an incident (both ends inside), else 0. */
  readonly labels: Uint8Array;
  /** Higher is worse; NaN where the contender abstained. */
  readonly scores: Float64Array;
  /** A row with a score at or above this is predicted anomalous by point-wise metrics. */
  readonly threshold: number;
  /** Rows count from here on (warm-up, probation); incidents and alerts before it are already left out. */
  readonly fromRow: number;
  /** Rows count up to this one, which no longer does; absent: to the end. */
  readonly toRow?: number;
  readonly incidents: readonly Incident[];
  readonly benign: readonly BenignEvent[];
  /** How far outside an incident a page may go out and still belong to it; absent: not at all. */
  readonly tolerance?: Tolerance;
  readonly alerts: readonly Alert[];
  /**
   * Alerts that went up before `fromRow` and stayed up, or came up again, from there on. They count as no page here and
   * as time in alarm all the same.
   */
  readonly alreadyUp: readonly Alert[];
  /**
   * Set on a stretch: the recording it was cut from. A stretch shares the rows of the whole and counts only its own
   * rows, incidents and alerts; what they touch may lie in a neighbouring stretch, and is looked up here.
   */
  readonly whole?: Judged;
}

/**
 * A metric is a card and a way to compute it. `prepare` does the work that does not depend on how often each block
 * counts (sorting, matching alerts to incidents); the function it returns is called once with all weights 1 for the
 * figure, then once per bootstrap resample.
 */
export interface Metric {
  readonly card: MetricCard;
  /** @returns weights (one whole number per block: how often it counts) → value. */
  prepare(blocks: readonly Judged[]): (weights: Uint32Array) => MetricValue;
}

export const defined = (value: number): MetricValue => ({ kind: 'defined', value });
export const undefinedBecause = (reason: string): MetricValue => ({ kind: 'undefined', reason });

/** The metric's value with every block counted once. */
export function computeMetric(metric: Metric, blocks: readonly Judged[]): MetricValue {
  return metric.prepare(blocks)(new Uint32Array(blocks.length).fill(1));
}
