import { formatDuration } from '../duration.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Steps a person would write a duration in. */
const STEPS_MS = [
  1,
  10,
  100,
  1000,
  5000,
  15_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  6 * HOUR_MS,
  DAY_MS,
];
/** A duration is rounded to the longest step that fits into it this often, so by a sixteenth at most. */
const LEAST_STEPS = 8;

/** As a person would write it, in whole steps: never 0; a longer duration is never made the shorter one. */
export function readableDuration(durationMs: number): string {
  const stepMs = STEPS_MS.findLast((step) => step * LEAST_STEPS <= durationMs) ?? STEPS_MS[0]!;
  return formatDuration(Math.max(stepMs, Math.round(durationMs / stepMs) * stepMs));
}

/** Three significant digits: what is chosen by trial is not known more exactly. Keeps order, and keeps 0. */
export const readableNumber = (value: number): number => Number(value.toPrecision(3));
