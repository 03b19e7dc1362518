import { type Buckets, holdsEverything } from './classic-histograms.ts';
import { makeMonotonic, type Repair } from './monotonic-counts.ts';

export interface BucketQuantile {
  readonly value: number;
  readonly repair: Repair | null;
}

const without = (value: number): BucketQuantile => ({ value, repair: null });

/**
 * The quantile of a classic histogram, linear within the bucket it falls into. In the last bucket, which has no end, it
 * is the bound before; the first bucket starts at 0 unless its bound is at or below 0, and then the bound is returned.
 * NaN without a bucket for +Inf, with fewer than two buckets, or without observations.
 * Source: Prometheus 3.15, promql/quantile.go (BucketQuantile).
 */
export function bucketQuantile(ratio: number, buckets: Buckets): BucketQuantile {
  if (Number.isNaN(ratio)) return without(Number.NaN);
  if (ratio < 0) return without(Number.NEGATIVE_INFINITY);
  if (ratio > 1) return without(Number.POSITIVE_INFINITY);
  if (!holdsEverything(buckets)) return without(Number.NaN);
  const repair = makeMonotonic(buckets);
  const { bounds, counts, size } = buckets;
  const observations = counts[size - 1]!;
  if (size < 2 || observations === 0) return without(Number.NaN);
  return { value: atRank(ratio * observations, bounds, counts, size), repair };
}

function atRank(rank: number, bounds: Float64Array, counts: Float64Array, size: number): number {
  const bucket = firstReaching(rank, counts, size - 1);
  if (bucket === size - 1) return bounds[size - 2]!;
  if (bucket === 0 && bounds[0]! <= 0) return bounds[0]!;
  const start = bucket === 0 ? 0 : bounds[bucket - 1]!;
  const below = bucket === 0 ? 0 : counts[bucket - 1]!;
  return start + (bounds[bucket]! - start) * ((rank - below) / (counts[bucket]! - below));
}

/** The first of `size` ascending counts that is at least the rank; `size` when none is. */
function firstReaching(rank: number, counts: Float64Array, size: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (counts[middle]! >= rank) high = middle;
    else low = middle + 1;
  }
  return low;
}
