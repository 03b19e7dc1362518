import { z } from 'zod';
import { duration, positiveDuration } from '../../duration-setting.ts';
import { overChannels } from '../common-fields.ts';
import { stretchSetting } from './stretch.ts';

/**
 * The defaults are those of four rules with one limit that were fixed on the Numenta Anomaly Benchmark, nearly all of
 * it sampled every 5 minutes or less often. Smoothing and windows were times from the start. Three constants were
 * numbers of rows: history before it speaks (100), the pause that ends an occasion (50), and how long an occasion is
 * remembered (8,000). The first is a sample size and stays one. The other two are written as the time those rows take
 * at 5 minutes, and as the least number of readings: nothing changes at longer steps, where times alone would cost
 * alerts on the benchmark's hourly and half-hourly files, and shorter steps get the same time.
 */
export const historyRuleSchema = z
  .strictObject({
    kind: z.literal('history'),
    ...overChannels,
    season: off(
      z.strictObject({
        days: z.number().int().min(0).max(28).default(7).describe('How many earlier days are compared with.'),
        weeks: z.number().int().min(0).max(8).default(3).describe('How many earlier weeks, the same day of each.'),
        start: z
          .enum(['zero', 'wait'])
          .default('zero')
          .describe(
            'Before there is an earlier day. zero: it counts as no distance, so the first day that can be compared stands out; wait: it does not count, and the signal speaks after `minReadings` distances.',
          ),
        settle: duration
          .default('0')
          .describe(
            'After `start: zero`: the signal is told only once it could be compared for this long. 0: at once, so that its own start may be an alert.',
          ),
      }),
    ).describe('Distance from the median of the same time on earlier days, or weeks, whichever is nearer.'),
    jump: z.boolean().default(true).describe('Size of the change since the reading before.'),
    shift: off(
      z.strictObject({
        recent: stretchSetting('3h', 3, 'The while that may have moved.'),
        before: stretchSetting('1d', 12, 'The while before it that it is held against.'),
      }),
    ).describe('Distance of the mean of the recent while from the mean of the while before it.'),
    drift: off(z.strictObject({ recent: stretchSetting('12h', 6, 'The while that may have drifted.') })).describe(
      'Distance of the mean of the recent while from the mean of all readings so far.',
    ),
    smoothing: positiveDuration.default('20m').describe('Each signal is averaged over this long.'),
    limit: z.number().positive().default(4.7).describe('Standard deviations of the signal over all its own past.'),
    minReadings: z.number().int().min(20).default(100).describe('Readings it must have seen before it speaks.'),
    unlessSeen: off(
      z.strictObject({
        times: z.number().int().min(1).default(3),
        level: z.number().positive().default(3.5).describe('From so many standard deviations on it is an occasion.'),
        gap: stretchSetting('4h10m', 50, 'A longer pause ends an occasion.'),
        within: stretchSetting('27d18h40m', 8000, 'How long an occasion counts after it ended.'),
      }),
    ).describe('Keep quiet about what was this high on so many separate earlier occasions.'),
    step: positiveDuration
      .optional()
      .describe('The sampling step. Without it: the median gap of the training readings, else of the first readings.'),
  })
  .superRefine(
    ({ season, jump, shift, drift }, context) => {
      const fault = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message, params: { code: 'rules/signal' } });
      if ([season, jump, shift, drift].every((signal) => signal === false)) {
        fault('kind', 'a history rule has at least one of season, jump, shift and drift');
      }
      if (isMapping(season) && season.days === 0 && season.weeks === 0) {
        fault('season', 'a season has days, weeks or both; `season: false` switches it off');
      }
    },
    { when: () => true }, // beside faults of shape, so that all are shown at once
  );
export type HistoryRule = z.output<typeof historyRuleSchema>;

/** Switched on with its defaults unless it says `false`. */
function off<Shape extends z.ZodObject>(shape: Shape) {
  return z.union([z.literal(false), shape]).prefault({} as never);
}

const isMapping = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
