import type { Buckets } from './classic-histograms.ts';

/** Which buckets had to be lifted, and by how much at most. */
export interface Repair {
  readonly lowestBound: number;
  readonly highestBound: number;
  readonly largestDrop: number;
}

/** Relative: 10^12 observations before one more or less goes unnoticed. */
const TOLERANCE = 1e-12;
const SMALLEST_NORMAL = 2 ** -1022;

/**
 * Cumulative counts cannot drop, but scrapes that race with rules, or rounding, make them. Tiny differences, up or
 * down, are evened out silently; a drop is lifted to the count before. Changes the counts; null when nothing was lifted.
 * Source: Prometheus 3.15, promql/quantile.go (ensureMonotonicAndIgnoreSmallDeltas).
 */
export function makeMonotonic({ bounds, counts, size }: Buckets): Repair | null {
  let repair: Repair | null = null;
  let before = counts[0]!;
  for (let i = 1; i < size; i++) {
    const count = counts[i]!;
    if (count === before) continue;
    if (areClose(before, count)) counts[i] = before;
    else if (count < before) {
      counts[i] = before;
      repair = widened(repair, bounds[i]!, before - count);
    } else before = count;
  }
  return repair;
}

function widened(repair: Repair | null, bound: number, drop: number): Repair {
  if (repair === null) return { lowestBound: bound, highestBound: bound, largestDrop: drop };
  return {
    lowestBound: Math.min(repair.lowestBound, bound),
    highestBound: Math.max(repair.highestBound, bound),
    largestDrop: Math.max(repair.largestDrop, drop),
  };
}

function areClose(a: number, b: number): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  const size = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) return difference < TOLERANCE * SMALLEST_NORMAL;
  return difference / Math.min(size, Number.MAX_VALUE) < TOLERANCE;
}
