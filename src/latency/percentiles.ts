import type { z } from 'zod';
import type { percentileSchema } from '../record/schema.ts';

export type Percentile = z.infer<typeof percentileSchema>;

export const PERCENTS = [50, 90, 95, 99, 99.9] as const;

/**
 * Fewest samples for which the largest one is above the percentile with 95 % confidence, whatever the distribution:
 * p^n <= 0.05. With fewer, no upper bound on the percentile exists at all. 59 for p95, 299 for p99, 2995 for p99.9.
 */
export function sampleFloor(percent: number): number {
  return Math.ceil(Math.log(0.05) / Math.log(percent / 100));
}

/** @param sorted samples in µs, ascending */
export function percentiles(sorted: Float64Array): Percentile[] {
  return PERCENTS.map((percent) => {
    const floor = sampleFloor(percent);
    return sorted.length < floor
      ? { kind: 'too-few-samples', percent, samples: sorted.length, floor }
      : { kind: 'measured', percent, us: quantile(sorted, percent / 100) };
  });
}

/**
 * Linear between the two nearest order statistics (Hyndman and Fan 1996, type 7).
 * @param sorted ascending, at least one
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) throw new Error('no quantile of nothing');
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
