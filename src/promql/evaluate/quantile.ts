/**
 * The φ-quantile of values in ascending order, NaN first: linear between the two neighbours of rank φ·(n − 1).
 * NaN for no values or φ = NaN, −Inf for φ < 0, +Inf for φ > 1, as Prometheus has it.
 */
export function quantileOfSorted(phi: number, sorted: Float64Array): number {
  if (sorted.length === 0 || Number.isNaN(phi)) return Number.NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const rank = phi * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower]! * (1 - weight) + sorted[upper]! * weight;
}

/** Sorts in place, NaN being the smallest value. Typed arrays sort it to the end, so those are moved to the front. */
export function sortNansFirst(sorted: Float64Array): void {
  sorted.sort();
  let nans = 0;
  while (nans < sorted.length && Number.isNaN(sorted[sorted.length - 1 - nans]!)) nans++;
  if (nans === 0) return;
  sorted.copyWithin(nans, 0, sorted.length - nans);
  sorted.fill(Number.NaN, 0, nans);
}
