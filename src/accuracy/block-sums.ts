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
      return (weights) => {
        const sums = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
        counts.forEach((added, block) => {
          const weight = weights[block]!;
          if (weight > 0) for (const key of keys) sums[key] += weight * added[key];
        });
        const result = value(sums);
        if (exactInterval === undefined || result.kind === 'undefined') return result;
        const interval = weights.every((weight) => weight === 1) ? exactInterval(sums) : undefined;
        return interval === undefined ? result : { ...result, interval };
      };
    },
  };
}
