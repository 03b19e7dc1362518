import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';

/** A stretch of time that never means fewer than so many readings, however far apart they come. */
export interface Stretch {
  readonly time: string;
  readonly leastReadings: number;
}

/** Written as a duration alone, or with the least number of readings. */
export function stretchSetting(time: string, leastReadings: number, about: string) {
  const least = z.number().int().min(1).default(leastReadings);
  return z
    .union([
      positiveDuration.transform((written): Stretch => ({ time: written, leastReadings })),
      z.strictObject({ time: positiveDuration.default(time), leastReadings: least }),
    ])
    .default({ time, leastReadings })
    .describe(`${about} At least ${leastReadings} readings, unless \`leastReadings\` says otherwise.`);
}

/** Readings in a stretch; half a reading counts as one. */
export function readingsIn({ time, leastReadings }: Stretch, stepMs: number): number {
  return Math.max(leastReadings, Math.floor(parseDurationMs(time) / stepMs + 0.5));
}
