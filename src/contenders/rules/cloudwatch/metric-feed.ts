import type { State } from '../../state-codec.ts';
import { type Bucket, type BucketStore, bucketStore } from './bucket-store.ts';
import type { Period } from './evaluation-window.ts';
import type { Reduction } from './metric-source.ts';
import { needsSamples, percentile, type Statistic, trimmedMean } from './statistic.ts';

/** The data points of one metric, made of the readings of a recording as they come. */
export interface MetricFeed {
  take(bucket: number, values: Float64Array): void;
  /** NaN: no data point. */
  pointOf(period: Period): number;
  /** How many samples a data point stands on. */
  samplesOf(period: Period): number;
  readonly sawData: boolean;
  state(): State;
}

/** @param capacity buckets that may still be asked about */
export function metricFeed(reduction: Reduction, statistic: Statistic, capacity: number, from?: State): MetricFeed {
  const isSampled = reduction.kind === 'samples';
  const store = bucketStore(capacity, isSampled && needsSamples(statistic), from);
  return {
    take(bucket, values) {
      const reading = values[reduction.column]!;
      if (Number.isNaN(reading)) return;
      if (reduction.kind !== 'mean' || reduction.weight === null) return store.add(bucket, reading, 1);
      const weight = values[reduction.weight]!;
      if (weight > 0) store.add(bucket, reduction.ofSums ? reading / weight : reading, weight);
    },
    pointOf(period) {
      const held = bucketsOf(store, period);
      if (held.length === 0) return Number.NaN;
      return isSampled ? sampled(statistic, held) : recomputed(reduction.kind, held);
    },
    samplesOf: (period) => total(bucketsOf(store, period), ({ count }) => count),
    get sawData() {
      return !store.isEmpty;
    },
    state: () => store.state(),
  };
}

function bucketsOf(store: BucketStore, { from, to }: Period): Bucket[] {
  const held: Bucket[] = [];
  for (let bucket = from; bucket < to; bucket++) {
    const one = store.get(bucket);
    if (one !== undefined) held.push(one);
  }
  return held;
}

const total = (buckets: readonly Bucket[], of: (bucket: Bucket) => number) =>
  buckets.reduce((sum, bucket) => sum + of(bucket), 0);

function extreme(kind: 'min' | 'max', buckets: readonly Bucket[]): number {
  return buckets.reduce((best, bucket) => Math[kind](best, bucket[kind]), buckets[0]![kind]);
}

function mean(buckets: readonly Bucket[]): number {
  return total(buckets, ({ sum }) => sum) / total(buckets, ({ count }) => count);
}

function sampled(statistic: Statistic, held: readonly Bucket[]): number {
  switch (statistic.kind) {
    case 'Average':
      return mean(held);
    case 'Sum':
      return total(held, ({ sum }) => sum);
    case 'SampleCount':
      return total(held, ({ count }) => count);
    case 'Minimum':
      return extreme('min', held);
    case 'Maximum':
      return extreme('max', held);
    case 'percentile':
      return percentile(sorted(held), statistic.share);
    case 'trimmed-mean':
      return trimmedMean(sorted(held), statistic.from, statistic.to);
  }
}

const sorted = (held: readonly Bucket[]) => held.flatMap(({ samples }) => samples).sort((a, b) => a - b);

function recomputed(kind: Exclude<Reduction['kind'], 'samples'>, held: readonly Bucket[]): number {
  switch (kind) {
    case 'sum':
      return total(held, ({ sum }) => sum);
    case 'min':
    case 'max':
      return extreme(kind, held);
    case 'mean':
    case 'as-is':
      return mean(held);
  }
}
