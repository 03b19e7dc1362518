import { type Buckets, holdsEverything } from './classic-histograms.ts';

/**
 * The share of observations between two values, linear within buckets. Buckets without a finite width contribute all or
 * nothing. NaN without a bucket for +Inf, without observations, or where a limit is NaN.
 * Source: Prometheus 3.15, promql/quantile.go (BucketFraction).
 */
export function bucketFraction(lower: number, upper: number, buckets: Buckets): number {
  if (!holdsEverything(buckets)) return Number.NaN;
  const observations = buckets.counts[buckets.size - 1]!;
  if (observations === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets, observations) - rankOf(lower, buckets, observations)) / observations;
}

/** How many observations lie below the value. */
function rankOf(value: number, { bounds, counts, size }: Buckets, observations: number): number {
  let below = 0;
  for (let i = 0; i < size; i++) {
    const start = i > 0 ? bounds[i - 1]! : bounds[0]! > 0 ? 0 : Number.NEGATIVE_INFINITY;
    const end = bounds[i]!;
    const count = counts[i]!;
    let rank: number | null = null;
    if (start >= value) rank = below;
    else if (end > value) {
      const isOpen = start === Number.NEGATIVE_INFINITY;
      rank = isOpen ? count : below + ((count - below) * (value - start)) / (end - start);
    }
    if (rank !== null) return rank > observations ? observations : rank;
    below = count;
  }
  return observations;
}
