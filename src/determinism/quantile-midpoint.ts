/** Where the study's own threshold sits: rare enough to be an alert, common enough to see flips around it. */
export const THRESHOLD_QUANTILE = 0.99;

/**
 * A threshold half-way between two neighbouring distinct scores: the score at the quantile (nearest rank) and the next
 * higher one, or the next lower one where nothing is higher. Half-way, because a threshold that equals a score flips on
 * the last bit of it.
 *
 * Where all scores are equal it lies above them, so nothing alerts; without a single score it is 0. NaN (abstained) is
 * left out.
 */
export function quantileMidpoint(scores: readonly Float64Array[], quantile = THRESHOLD_QUANTILE): number {
  const sorted = Float64Array.from(scores.flatMap((part) => [...part.filter((score) => !Number.isNaN(score))])).sort();
  if (sorted.length === 0) return 0;
  const at = sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)]!;
  const higher = sorted.find((score) => score > at);
  if (higher !== undefined) return between(at, higher);
  const lower = sorted.findLast((score) => score < at);
  return lower === undefined ? at + Math.max(1, Math.abs(at)) : between(lower, at);
}

/** Above `low` and at most `high`, also where the two are neighbouring doubles or their sum overflows. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  return middle > low && middle <= high ? middle : high;
}
