import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { overChannels } from '../common-fields.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio, summable } from '../severity.ts';
import { describeSignal, openSignal, signalSchema } from '../signals/signal-spec.ts';
import { LongRun } from '../statistics/long-run.ts';

const schema = z
  .strictObject({
    kind: z.literal('cusum'),
    ...overChannels,
    of: signalSchema,
    sides: z.enum(['above', 'below', 'both']).default('both'),
    slack: z.number().min(0).default(0.5).describe('Standard deviations that are forgiven before anything adds up.'),
    limit: z.number().positive().default(5).describe('Raise when the sum reaches this: standard deviations × `per`.'),
    per: positiveDuration
      .default('1h')
      .describe('The unit of time of the sum, and the longest time one reading may speak for.'),
    minReadings: z.number().int().min(2).default(30).describe('Readings the history must hold before the rule speaks.'),
  })
  .refine(({ for: hold }) => hold === '0' || parseDurationMs(hold) === 0, {
    path: ['for'],
    error: 'a cusum rule fires on the row its sum reaches the limit and starts anew, so it cannot hold',
    params: { code: 'rules/hold' },
  });
export type CusumRule = z.output<typeof schema>;

interface Learned {
  readonly signal: State;
  readonly history: State;
}
interface Saved extends Learned {
  readonly up: number;
  readonly down: number;
  readonly lastMs: number;
}

/**
 * Cumulative sum chart of the standardised signal: small deviations that last add up, over time and not over rows.
 * Both sums start anew after an alarm.
 */
export const cusumRule: RuleKind<CusumRule> = {
  schema,
  learns: true,
  readsAbsence: false,
  readsTime: false,
  scaleFree: true,
  warmupRows: ({ minReadings }) => minReadings,
  words: ({ of, sides, slack, limit, per, minReadings }) => {
    const side = sides === 'both' ? 'on one side of' : sides;
    return {
      raises: `the deviations of ${describeSignal(of)}, beyond ${slack} standard deviations ${side} the mean of all its history, add up to ${limit} standard deviations × ${per}`,
      clears: 'the next row comes, since the sum starts anew',
      blindTo: [
        `a short spike: a reading speaks for no longer than the time to the one before, ${per} at most`,
        'how long it has lasted: after each alarm it starts anew',
        `its first ${minReadings} readings, those of training included`,
      ],
    };
  },
  detector(rule, { learned, from }) {
    const saved = from as unknown as Saved | undefined;
    const taught = learned as unknown as Learned | undefined;
    const signal = openSignal(rule.of, taught?.signal, saved?.signal);
    const history = new LongRun((saved ?? taught)?.history);
    const perMs = parseDurationMs(rule.per);
    let up = saved?.up ?? 0;
    let down = saved?.down ?? 0;
    let lastMs = saved?.lastMs ?? Number.NaN;

    return {
      see(nowMs, reading, learn): Sighting | null {
        const value = signal.next(nowMs, summable(reading), learn !== 'no');
        if (value === null) return null;
        const share = Number.isNaN(lastMs) ? 0 : Math.min(1, (nowMs - lastMs) / perMs);
        lastMs = nowMs;
        const isReady = history.count >= rule.minReadings;
        const sighting = isReady ? sight(history.z(value), share) : null;
        if (learn !== 'no') history.add(value, summable(reading));
        return sighting;
      },
      sentence: ({ observed }) => {
        const sum = `${Math.abs(observed).toFixed(1)} standard deviations × ${rule.per}`;
        return `has drifted ${observed < 0 ? 'below' : 'above'} usual in ${describeSignal(rule.of)} by ${sum} (limit ${rule.limit})`;
      },
      learned: () => ({ signal: signal.learned(), history: history.state() }),
      state: () => ({ signal: signal.state(), history: history.state(), up, down, lastMs }),
    };

    function sight(z: number, share: number): Sighting {
      up = rule.sides === 'below' ? 0 : Math.max(0, up + (z - rule.slack) * share);
      down = rule.sides === 'above' ? 0 : Math.max(0, down + (-z - rule.slack) * share);
      const isUp = up >= down;
      const sum = isUp ? up : down;
      const over = sum >= rule.limit;
      if (over) [up, down] = [0, 0];
      const sign = isUp ? 1 : -1;
      return {
        over,
        clear: !over,
        ratio: boundedRatio(sum / rule.limit),
        observed: sign * sum,
        limit: sign * rule.limit,
      };
    }
  },
};
