import { z } from 'zod';
import { parseDurationMs } from '../../../../duration.ts';
import { duration, positiveDuration } from '../../../duration-setting.ts';
import type { EngineOptions } from './engine-options.ts';

/** What a user says of the server. Everything that decides what its rules do, as far as it can be known. */
export const engineSettings = {
  /** Of groups that name none: `evaluation_interval` of the server. */
  interval: positiveDuration.default('1m'),
  /** Evaluations are at multiples of a group's interval plus this: one for all groups, or one for each by name. */
  phase: z.union([duration, z.record(z.string(), duration)]).default('0s'),
  lookback: positiveDuration.default('5m'),
};

type EngineSettings = z.output<z.ZodObject<typeof engineSettings>>;

export function engineOptions({ interval, lookback, phase }: EngineSettings): Partial<EngineOptions> {
  const phaseOf = (group: string) => (typeof phase === 'string' ? phase : (phase[group] ?? '0s'));
  return {
    intervalMs: parseDurationMs(interval),
    lookbackMs: parseDurationMs(lookback),
    phaseMs: ({ name }) => parseDurationMs(phaseOf(name)),
  };
}
