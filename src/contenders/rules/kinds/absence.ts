import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { ratioOf } from '../severity.ts';

const schema = z.strictObject({
  kind: z.literal('absence'),
  ...overChannels,
  after: positiveDuration.describe(
    'Raise when there has been no reading for this long; longer than the sampling step.',
  ),
  timesUsual: z
    .number()
    .min(1)
    .optional()
    .describe('And only after this many times the longest pause of the training recordings.'),
});
export type AbsenceRule = z.output<typeof schema>;

interface Saved {
  readonly startMs: number;
  readonly lastMs: number | null;
  readonly longestMs: number;
}

/**
 * No reading for a while. `observed` and `limit` are in ms. Where whole rows are missing there is nobody to ask: the
 * gap is told on the row that ends it.
 */
export const absenceRule: RuleKind<AbsenceRule> = {
  schema,
  learns: true,
  readsAbsence: true,
  readsTime: true,
  scaleFree: true,
  warmupRows: () => 0,
  words: ({ after, timesUsual }) => ({
    raises: `it has had no reading for ${after}${timesUsual === undefined ? '' : `, and for ${timesUsual} times the longest pause of training`}`,
    blindTo: [
      'readings that are there and wrong',
      'missing rows while they are missing: they are told on the row that ends them',
    ],
  }),
  detector(rule, { learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const afterMs = parseDurationMs(rule.after);
    let startMs = saved?.startMs ?? Number.NaN;
    let lastMs: number | null = saved?.lastMs ?? null;

    /** Of training: pauses met while watching are the very thing to be told about. */
    let longestMs = saved?.longestMs ?? (learned as number | undefined) ?? 0;
    let limitMs = limit();

    return {
      see(nowMs, reading, learn): Sighting {
        if (Number.isNaN(startMs)) startMs = nowMs;
        const absentMs = nowMs - (lastMs ?? startMs);
        if (!Number.isNaN(reading)) lastMs = nowMs;
        if (learn === 'training' && absentMs > longestMs) {
          longestMs = absentMs;
          limitMs = limit();
        }
        const over = absentMs >= limitMs;
        return { over, clear: !over, ratio: ratioOf(absentMs, limitMs), observed: absentMs, limit: limitMs };
      },
      sentence: ({ observed, limit }) =>
        `had ${lastMs === null ? 'no reading at all' : 'no reading'} for ${formatDuration(observed)} (limit ${formatDuration(limit)})`,
      learned: (): State => longestMs,
      state: () => ({ startMs, lastMs, longestMs }),
    };

    function limit(): number {
      return Math.max(afterMs, (rule.timesUsual ?? 0) * longestMs);
    }
  },
};
