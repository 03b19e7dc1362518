import { sortedScores } from '../series/levels.ts';
import type { Mode } from '../series/mode.ts';

/** Falling thresholds, without repeats, and how many rows score at or above each. */
export interface VusThresholds {
  readonly thresholds: Float64Array;
  readonly predicted: Float64Array;
}

/** As in TSB-AD and VUS. */
export const VUS_THRESHOLDS = 250;

/**
 * `compat`: the scores at 250 ranks in even steps from the highest to the lowest. `strict`: every distinct score.
 * @param scores at least one that is no NaN
 */
export function vusThresholds(scores: Float64Array, mode: Mode): VusThresholds {
  const sorted = sortedScores(scores);
  return mode === 'strict' ? distinct(sorted) : atEvenRanks(sorted);
}

function distinct(sorted: Float64Array): VusThresholds {
  const last = sorted.length - 1;
  const thresholds = new Float64Array(sorted.length);
  const predicted = new Float64Array(sorted.length);
  let count = 0;
  for (let i = last; i >= 0; i--) {
    if (i > 0 && sorted[i - 1]! === sorted[i]!) continue;
    thresholds[count] = sorted[i]!;
    predicted[count++] = last - i + 1;
  }
  return { thresholds: thresholds.subarray(0, count), predicted: predicted.subarray(0, count) };
}

function atEvenRanks(sorted: Float64Array): VusThresholds {
  const last = sorted.length - 1;
  const step = last / (VUS_THRESHOLDS - 1); // the arithmetic of NumPy's linspace, cut to whole ranks
  const thresholds: number[] = [];
  const predicted: number[] = [];
  for (let k = 0; k < VUS_THRESHOLDS; k++) {
    const rank = k === VUS_THRESHOLDS - 1 ? last : Math.floor(k * step);
    const threshold = sorted[last - rank]!;
    if (threshold === thresholds.at(-1)) continue; // a repeated point adds no area
    thresholds.push(threshold);
    predicted.push(sorted.length - firstNotBelow(sorted, threshold));
  }
  return { thresholds: Float64Array.from(thresholds), predicted: Float64Array.from(predicted) };
}

/** Index of the first of these rising values that is not below `value`. */
function firstNotBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
