import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import { formatReading } from '../format-reading.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio, summable } from '../severity.ts';
import { describeSignal, openSignal, signalSchema } from '../signals/signal-spec.ts';
import { LongRun } from '../statistics/long-run.ts';
import { SeenBefore } from '../statistics/seen-before.ts';

const schema = z.strictObject({
  kind: z.literal('ewma'),
  ...overChannels,
  of: signalSchema,
  sides: z
    .enum(['above', 'below', 'both', 'size'])
    .default('both')
    .describe('Which way is wrong; size: the average size of the signal, whatever its sign, is above its own mean.'),
  halfLife: positiveDuration.default('10m').describe('After this long a reading counts half in the average.'),
  limit: z.number().positive().default(4.5).describe('Standard deviations of the signal over all its history.'),
  minReadings: z.number().int().min(2).default(30).describe('Readings the history must hold before the rule speaks.'),
  unlessSeen: z
    .strictObject({
      times: z.number().int().min(1).default(3),
      within: positiveDuration.default('28d'),
    })
    .optional()
    .describe('Keep quiet about what was this high on so many separate earlier occasions.'),
});
export type EwmaRule = z.output<typeof schema>;

interface Learned {
  readonly signal: State;
  readonly history: State;
  readonly seen: State;
}
interface Saved extends Learned {
  readonly level: number;
  readonly lastMs: number;
  readonly z: number;
}

/**
 * EWMA control chart: the exponentially weighted average of a signal against the mean and standard deviation of all
 * its history before this row (long memory beats a moving one). The average is weighted by time, so that it means the
 * same at any sampling step.
 */
export const ewmaRule: RuleKind<EwmaRule> = {
  schema,
  learns: true,
  readsAbsence: false,
  readsTime: false,
  scaleFree: true,
  warmupRows: ({ minReadings }) => minReadings,
  words: ({ of, sides, halfLife, limit, minReadings, unlessSeen }) => {
    const where = { above: 'above', below: 'below', both: 'away from', size: 'above' }[sides];
    const average = `the average of ${sides === 'size' ? 'the size of ' : ''}${describeSignal(of)}, half of it from the last ${halfLife},`;
    return {
      raises: `${average} is ${limit} standard deviations or more ${where} the mean of all its history`,
      blindTo: [
        `what is short against ${halfLife} and not large`,
        'a shift that lasts: in time it is part of the history it is held against',
        ...(unlessSeen
          ? [`what was as high on ${unlessSeen.times} separate earlier occasions within ${unlessSeen.within}`]
          : []),
        `its first ${minReadings} readings, those of training included`,
      ],
    };
  },
  detector(rule, { channel: { unit }, learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const start = saved ?? (learned as unknown as Learned | undefined);
    const signal = openSignal(rule.of, (learned as unknown as Learned | undefined)?.signal, saved?.signal);
    const history = new LongRun(start?.history);
    const seen =
      rule.unlessSeen &&
      new SeenBefore(rule.unlessSeen.times, parseDurationMs(rule.unlessSeen.within), start?.seen ?? undefined);
    const halfLifeMs = parseDurationMs(rule.halfLife);
    let level = saved?.level ?? Number.NaN;
    let lastMs = saved?.lastMs ?? Number.NaN;
    let z = saved?.z ?? 0;

    return {
      see(nowMs, reading, learn): Sighting | null {
        const raw = signal.next(nowMs, summable(reading), learn !== 'no');
        if (raw === null) return null;
        const value = rule.sides === 'size' ? Math.abs(raw) : raw;
        level = Number.isNaN(level) ? value : value + (level - value) * 2 ** ((lastMs - nowMs) / halfLifeMs);
        lastMs = nowMs;
        const isReady = history.count >= rule.minReadings;
        const sighting = isReady ? sight(nowMs, learn !== 'no') : null;
        if (learn !== 'no') history.add(value, summable(reading));
        return sighting;
      },
      sentence: ({ observed }) => {
        const what = `${rule.sides === 'size' ? 'the size of ' : ''}${describeSignal(rule.of)}`;
        const side = z < 0 ? 'below' : 'above';
        const level = formatReading(observed, unit);
        return `is ${Math.abs(z).toFixed(1)} standard deviations ${side} usual in ${what} (average ${level}, limit ${rule.limit})`;
      },
      learned: () => learnedState(),
      state: () => ({ ...learnedState(), signal: signal.state(), seen: seen?.state() ?? null, level, lastMs, z }),
    };

    function learnedState(): { [Key in keyof Learned]: State } {
      return { signal: signal.learned(), history: history.state(), seen: seen?.learned() ?? null };
    }

    function sight(nowMs: number, learn: boolean): Sighting {
      z = history.z(level);
      const sided = rule.sides === 'both' ? Math.abs(z) : rule.sides === 'below' ? -z : z;
      const ratio = boundedRatio(sided / rule.limit);
      const height = rule.sides === 'both' ? Math.abs(level - history.mean) : rule.sides === 'below' ? -level : level;
      const isHabit = seen?.judge(nowMs, height, ratio, learn) ?? false;
      const over = ratio >= 1 && !isHabit;
      const sign = rule.sides === 'below' || (rule.sides === 'both' && z < 0) ? -1 : 1;
      const limit = history.mean + sign * rule.limit * history.scale;
      return { over, clear: !over, ratio: isHabit ? 0 : ratio, observed: level, limit };
    }
  },
};
