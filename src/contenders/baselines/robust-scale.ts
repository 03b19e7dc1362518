/** 1.4826 makes the median absolute deviation estimate the standard deviation of normal data: 1 / Φ⁻¹(3/4). */
export const MAD_TO_SIGMA = 1.4826;

/** Share of the typical size below which a spread is taken for rounding rather than for life. */
const LEAST_SHARE = 1e-3;

/** Middle value and spread of a channel, as a robust estimate of mean and standard deviation. */
export interface RobustScale {
  readonly median: number;
  /**
   * 1.4826 × MAD; where more than half the readings agree, the standard deviation; at least a thousandth of the median
   * size, so that a channel that never moved has a scale too. 0 only for a channel that was always 0.
   */
  readonly scale: number;
}

/** Middle and spread of the readings that are there (NaN: no reading). `null` when there are none. */
export function robustScale(readings: Iterable<number>): RobustScale | null {
  const sorted = Float64Array.from(readings)
    .filter((reading) => !Number.isNaN(reading))
    .sort();
  if (sorted.length === 0) return null;
  const median = middle(sorted);
  const mad = middle(sorted.map((reading) => Math.abs(reading - median)).sort());
  const size = middle(sorted.map(Math.abs).sort());
  const spread = mad > 0 ? MAD_TO_SIGMA * mad : standardDeviation(sorted);
  return { median, scale: Math.min(Number.MAX_VALUE, Math.max(spread, LEAST_SHARE * size)) };
}

function middle(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2;
}

/** Divides by the largest deviation first, so that squares do not overflow. */
function standardDeviation(values: Float64Array): number {
  let mean = 0;
  values.forEach((value, i) => {
    mean += value / (i + 1) - mean / (i + 1);
  });
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value - mean));
  if (!(largest > 0)) return 0;
  let squares = 0;
  for (const value of values) squares += ((value - mean) / largest) ** 2;
  return largest * Math.sqrt(squares / values.length);
}
