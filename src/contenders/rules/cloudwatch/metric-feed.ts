import type { State } from '../../state-codec.ts';
import { type BucketStore, bucketStore } from './bucket-store.ts';
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
      if (isSampled && needsSamples(statistic)) return ofSamples(statistic, sortedSamples(store, period));
      const { sum, count, min, max } = totalsOf(store, period);
      if (count === 0) return Number.NaN;
      switch (isSampled ? statistic.kind : STATISTIC_OF[reduction.kind]) {
        case 'Sum':
          return sum;
        case 'SampleCount':
          return count;
        case 'Minimum':
          return min;
        case 'Maximum':
          return max;
        default:
          return sum / count;
      }
    },
    samplesOf: (period) => totalsOf(store, period).count,
    get sawData() {
      return !store.isEmpty;
    },
    state: () => store.state(),
  };
}

/** What a period's buckets come to where they hold a statistic that was computed before. */
const STATISTIC_OF = { sum: 'Sum', min: 'Minimum', max: 'Maximum', mean: 'Average', 'as-is': 'Average', samples: '' };

function totalsOf(store: BucketStore, { from, to }: Period) {
  let [sum, count, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let bucket = from; bucket < to; bucket++) {
    const one = store.get(bucket);
    if (one === undefined) continue;
    sum += one.sum;
    count += one.count;
    if (one.min < min) min = one.min;
    if (one.max > max) max = one.max;
  }
  return { sum, count, min, max };
}

function sortedSamples(store: BucketStore, { from, to }: Period): number[] {
  const samples: number[] = [];
  for (let bucket = from; bucket < to; bucket++) {
    for (const sample of store.get(bucket)?.samples ?? []) samples.push(sample);
  }
  return samples.sort((a, b) => a - b);
}

function ofSamples(statistic: Statistic, sorted: readonly number[]): number {
  if (sorted.length === 0) return Number.NaN;
  if (statistic.kind === 'percentile') return percentile(sorted, statistic.share);
  return statistic.kind === 'trimmed-mean' ? trimmedMean(sorted, statistic.from, statistic.to) : Number.NaN;
}
