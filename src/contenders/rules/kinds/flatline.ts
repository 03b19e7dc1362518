import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import { formatReading } from '../format-reading.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { ratioOf } from '../severity.ts';

const schema = z.strictObject({
  kind: z.literal('flatline'),
  ...overChannels,
  after: positiveDuration.describe('Raise when the reading has not changed at all for this long.'),
  timesUsual: z
    .number()
    .min(1)
    .optional()
    .describe('And only after this many times the longest such stretch of the training recordings.'),
});
export type FlatlineRule = z.output<typeof schema>;

interface Saved {
  readonly longestMs: number;
  readonly value: number;
  readonly sinceMs: number;
}

/** The same reading over and over, with no reading missing beyond the bridge. `observed` and `limit` are in ms. */
export const flatlineRule: RuleKind<FlatlineRule> = {
  schema,
  learns: true,
  readsAbsence: false,
  readsTime: true,
  scaleFree: true,
  warmupRows: () => 0,
  words: ({ after, timesUsual }) => ({
    raises: `its reading has not changed at all for ${after}${timesUsual === undefined ? '' : `, and for ${timesUsual} times the longest such stretch of training`}`,
    blindTo: ['a sensor that is stuck and noisy', 'readings that are wrong and move'],
  }),
  detector(rule, { channel: { unit }, learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const afterMs = parseDurationMs(rule.after);
    /** Of training: stretches met while watching may be the very thing to be told about. */
    let longestMs = saved?.longestMs ?? (learned as number | undefined) ?? 0;
    let value = saved?.value ?? Number.NaN;
    let sinceMs = saved?.sinceMs ?? 0;

    return {
      see(nowMs, reading, learn): Sighting {
        if (reading !== value) [value, sinceMs] = [reading, nowMs];
        const flatMs = nowMs - sinceMs;
        if (learn === 'training') longestMs = Math.max(longestMs, flatMs);
        const limit = Math.max(afterMs, (rule.timesUsual ?? 0) * longestMs);
        const over = flatMs >= limit;
        return { over, clear: !over, ratio: ratioOf(flatMs, limit), observed: flatMs, limit };
      },
      lose() {
        value = Number.NaN;
      },
      sentence: ({ observed, limit }) =>
        `has stayed at ${formatReading(value, unit)} for ${formatDuration(observed)} (limit ${formatDuration(limit)})`,
      learned: (): State => longestMs,
      state: () => ({ longestMs, value, sinceMs }),
    };
  },
};
