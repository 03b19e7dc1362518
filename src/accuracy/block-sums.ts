import type { Interval, MetricCard, MetricValue } from '../record/schema.ts';
import type { Judged, Metric } from './metric.ts';

export interface SumsMetric<Key extends string> {
  readonly card: MetricCard;
  readonly sums: readonly Key[];
  /** What one block adds to each sum. */
  readonly count: (block: Judged) => Readonly<Record<Key, number>>;
  readonly value: (sums: Readonly<Record<Key, number>>) => MetricValue;
  /** An interval that needs no resampling; asked for only when every block counts once. */
  readonly exactInterval?: (sums: Readonly<Record<Key, number>>) => Interval | undefined;
}

/** A metric that is a function of sums over the blocks: a resample costs one multiplication per block and sum. */
export function metricOfSums<Key extends string>(spec: SumsMetric<Key>): Metric {
  const { card, sums: keys, count, value, exactInterval } = spec;
  return {
    card,
    prepare: (blocks) => {
      const counts = blocks.map(count);
      // One array per sum, so that a resample walks numbers and looks nothing up by name.
      const columns = keys.map((key) => Float64Array.from(counts, (added) => added[key]));
      return (weights) => {
        const sums = Object.fromEntries(keys.map((key, i) => [key, weighted(columns[i]!, weights)])) as Record<
          Key,
          number
        >;
        const result = value(sums);
        if (exactInterval === undefined || result.kind === 'undefined') return result;
        const interval = weights.every((weight) => weight === 1) ? exactInterval(sums) : undefined;
        return interval === undefined ? result : { ...result, interval };
      };
    },
  };
}

function weighted(added: Float64Array, weights: Uint32Array): number {
  let sum = 0;
  for (let block = 0; block < added.length; block++) sum += weights[block]! * added[block]!;
  return sum;
}
