import { AS_WRITTEN_THRESHOLD } from '../contract.ts';

/** The largest severity. Beyond a million times the limit nobody cares by how much. */
export const WORST_SEVERITY = 1e6;

/** The largest severity of a rule that is not firing: the double just under 1. */
export const JUST_UNDER_FIRING = AS_WRITTEN_THRESHOLD - Number.EPSILON / 2;

/** Readings beyond this are taken as this wherever they are added up or squared, so that no sum overflows. */
const LARGEST_SUMMED = 1e140;

/** A reading that is safe to add up and square: infinities and the far ends of the double range are pulled in. */
export function summable(reading: number): number {
  return Math.min(LARGEST_SUMMED, Math.max(-LARGEST_SUMMED, reading));
}

/** Observed over limit as a severity: 0 for what points the other way, never NaN, never infinite. */
export function boundedRatio(ratio: number): number {
  return ratio > 0 ? Math.min(WORST_SEVERITY, ratio) : 0;
}

/** `part / whole`, with "something out of nothing" as the worst there is. */
export function ratioOf(part: number, whole: number): number {
  if (whole > 0) return boundedRatio(part / whole);
  return part > 0 ? WORST_SEVERITY : 0;
}

/** A number a record can hold: infinities become the largest double. */
export function recordable(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}
