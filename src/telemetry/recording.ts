import { type RawSeries, sliceSeries } from './raw-series.ts';

/** One measured quantity: metric name and labels, unit, and how it counts. */
export interface Channel {
  /** `__name__` holds the metric name; the other labels tell series of one metric apart. */
  readonly labels: Readonly<Record<string, string>>;
  /** UCUM-like: `ms`, `By`, `1`, `req/s`, `%`. */
  readonly unit: string;
  readonly kind: 'gauge' | 'counter';
}

/** Telemetry of one system over one stretch of time: a row per timestamp, a column per channel. */
export interface Recording {
  readonly id: string;
  readonly channels: readonly Channel[];
  /** UTC, in the order recorded. Some corpora repeat or reverse a timestamp; a manifest must say so (`time: 'as-recorded'`). */
  readonly timestampsMs: Float64Array;
  /** One column per channel, as long as `timestampsMs`. NaN: no reading. */
  readonly columns: readonly Float64Array[];
  /**
   * What the monitoring system itself stored over the same time, where the recording brings it: more series than there
   * are channels, each with its own times. For contenders that read what a monitoring system reads.
   */
  readonly series?: readonly RawSeries[];
}

/** A labelled stretch that deserved a human. Both ends belong to it. */
export interface Incident {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** `spike`, `level-shift`, ... free text of the dataset. */
  readonly kind: string;
}

/** Something that looks alarming and was not: a deploy, a backup. Never counted as an incident; reported as look-alikes. */
export interface BenignEvent {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: string;
}

export interface LabelledRecording {
  readonly recording: Recording;
  readonly incidents: readonly Incident[];
  readonly benign: readonly BenignEvent[];
}

/** `requests_total{route="/cart"}`, or the bare name where there are no other labels. */
export function channelName({ labels }: Channel): string {
  const { __name__: name = '', ...others } = labels;
  const pairs = Object.keys(others)
    .sort()
    .map((key) => `${key}=${JSON.stringify(others[key])}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

export function rowCount(recording: Recording): number {
  return recording.timestampsMs.length;
}

/** Rows [from, to) as a recording of its own, with the raw samples that arrived by them; all are views on the same memory. */
export function sliceRows(recording: Recording, from: number, to: number, id: string = recording.id): Recording {
  const { series, timestampsMs } = recording;
  const afterMs = from === 0 ? Number.NEGATIVE_INFINITY : timestampsMs[from - 1]!;
  const untilMs = to > from ? timestampsMs[Math.min(to, timestampsMs.length) - 1]! : afterMs;
  return {
    id,
    channels: recording.channels,
    timestampsMs: timestampsMs.subarray(from, to),
    columns: recording.columns.map((column) => column.subarray(from, to)),
    ...(series && { series: series.map((one) => sliceSeries(one, afterMs, untilMs)) }),
  };
}

/** Median of the positive gaps between neighbouring rows, in ms; NaN when there is none. */
export function samplingStepMs({ timestampsMs }: Recording): number {
  const gaps: number[] = [];
  for (let i = 1; i < timestampsMs.length; i++) {
    const gap = timestampsMs[i]! - timestampsMs[i - 1]!;
    if (gap > 0) gaps.push(gap);
  }
  if (gaps.length === 0) return Number.NaN;
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1]!;
}
