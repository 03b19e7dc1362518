import { median } from './location.ts';

/**
 * Median of the last third of the rounds' medians over that of the first third: 1 when it had settled, below 1 when it
 * was still getting faster. With fewer than six rounds a third is one round.
 * @param roundMedians in the order measured, at least two
 */
export function drift(roundMedians: readonly number[]): number {
  if (roundMedians.length < 2) throw new Error('drift needs at least two rounds');
  const third = Math.max(1, Math.floor(roundMedians.length / 3));
  return median(roundMedians.slice(-third)) / median(roundMedians.slice(0, third));
}
