/** Centre and spread of one channel, learned on training rows. Spread 0: the channel never moved. */
export type ChannelScale = { readonly center: number; readonly spread: number };

/** 1.4826 makes the median absolute deviation estimate sigma for normal data: 1 / Φ⁻¹(3/4). */
const MAD_TO_SIGMA = 1.4826;

/** Median and MAD; where more than half of the readings are equal, so that the MAD is 0, the standard deviation. */
export function learnScale(readings: readonly number[]): ChannelScale {
  const finite = Float64Array.from(readings.filter(Number.isFinite)).sort();
  if (finite.length === 0) return { center: 0, spread: 0 };
  const center = median(finite);
  const mad = median(finite.map((value) => Math.abs(difference(value, center))).sort());
  const spread = mad > 0 ? mad * MAD_TO_SIGMA : standardDeviation(finite);
  return { center, spread: Math.min(spread, Number.MAX_VALUE) };
}

/** Mean and standard deviation. */
export function learnStandardScale(readings: readonly number[]): ChannelScale {
  const finite = Float64Array.from(readings.filter(Number.isFinite)).sort();
  if (finite.length === 0) return { center: 0, spread: 0 };
  return { center: meanOf(finite), spread: Math.min(standardDeviation(finite), Number.MAX_VALUE) };
}

/** Keeps sums of errors finite whatever is read. */
const LIMIT_SIGMAS = 1e6;
/** A channel that never moved in training has no sigma: any other reading is this far away, whatever its unit. */
const OFF_STANDSTILL_SIGMAS = 5;

/** Reading → sigmas from the centre, within ±1e6. */
export function toSigmas(reading: number, { center, spread }: ChannelScale): number {
  const distance = difference(reading, center);
  if (distance === 0) return 0;
  if (spread === 0) return Math.sign(distance) * OFF_STANDSTILL_SIGMAS;
  return Math.max(-LIMIT_SIGMAS, Math.min(LIMIT_SIGMAS, distance / spread));
}

export const fromSigmas = (sigmas: number, { center, spread }: ChannelScale): number => center + sigmas * spread;

export function median(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return sorted[middle - 1]! / 2 + sorted[middle]! / 2; // halves first: the sum of two large readings overflows
}

/** a - b, kept finite: the difference of two finite readings may overflow. */
function difference(a: number, b: number): number {
  const exact = a - b;
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, exact));
}

/** Shares first: the sum of large readings overflows. */
const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value / values.length, 0);

/** Scaled by the largest distance, so that squares neither overflow nor vanish. */
function standardDeviation(values: Float64Array): number {
  const mean = meanOf(values);
  const distances = values.map((value) => difference(value, mean));
  const largest = distances.reduce((most, distance) => Math.max(most, Math.abs(distance)), 0);
  if (values[0] === values[values.length - 1] || largest === 0) return 0;
  const meanSquare = distances.reduce((sum, distance) => sum + (distance / largest) ** 2, 0) / values.length;
  return largest * Math.sqrt(meanSquare);
}
