import { quantile } from './percentiles.ts';

/** 1.4826 makes the median absolute deviation estimate the standard deviation of normal data: 1 / Φ⁻¹(3/4). */
export const MAD_TO_SIGMA = 1.4826;

export function median(values: Iterable<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** Scaled median absolute deviation from the median; 0 for samples that are all equal. */
export function scaledMad(samples: Float64Array): number {
  const middle = median(samples);
  return MAD_TO_SIGMA * median(samples.map((sample) => Math.abs(sample - middle)));
}

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
