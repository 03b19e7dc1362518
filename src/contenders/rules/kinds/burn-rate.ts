import { z } from 'zod';
import { parseDurationMs } from '../../../duration.ts';
import type { Channel } from '../../../telemetry/recording.ts';
import { positiveDuration } from '../../duration-setting.ts';
import type { State } from '../../state-codec.ts';
import { selectorWords } from '../channel-selector.ts';
import { overChannels, selectorSchema } from '../common-fields.ts';
import type { RuleKind, Sighting } from '../rule-kind.ts';
import { boundedRatio, summable } from '../severity.ts';
import { WindowShare } from '../statistics/window-share.ts';

const pair = z
  .strictObject({
    long: positiveDuration.describe('Over this long it must have burned too fast, so that a blip is no alert.'),
    short: positiveDuration.describe('And over this long, so that the alert ends soon after the trouble.'),
    burn: z.number().positive().describe('Times as fast as would just use up the budget.'),
  })
  .refine(({ long, short }) => parseDurationMs(short) < parseDurationMs(long), {
    path: ['short'],
    error: 'the short window must be shorter than the long one',
    params: { code: 'rules/windows' },
  });

const schema = z.strictObject({
  kind: z.literal('burn-rate'),
  ...overChannels,
  total: selectorSchema
    .optional()
    .describe('The channel that counts all events; without it `channel` is itself a share of all, from 0 to 1.'),
  counts: z.enum(['bad', 'good']).default('bad').describe('Which events `channel` counts, or is the share of.'),
  objective: z.number().gt(0).lt(1).describe('Share of events that must be good: 0.999.'),
  windows: z
    .array(pair)
    .min(1)
    .max(8)
    .prefault([
      { long: '1h', short: '5m', burn: 14.4 },
      { long: '6h', short: '30m', burn: 6 },
    ])
    .describe('Any of these pairs raises the alert. By default those that page in the SRE workbook.'),
});
export type BurnRateRule = z.output<typeof schema>;

interface Saved {
  readonly sinceMs: number;
  readonly counted: number | null;
  readonly total: number | null;
  readonly long: readonly State[];
  readonly short: readonly State[];
  readonly worst: number;
}

/** The share of bad events of one row: `part` of `whole`. */
type Amount = { readonly part: number; readonly whole: number };

/**
 * How many times as fast as it may the error budget (one minus the objective) is being used up, over a long and a short
 * window at once. Source: Beyer et al., The Site Reliability Workbook (2018), chapter 5, "Multiwindow, Multi-Burn-Rate
 * Alerts". A pair of windows speaks once readings reach back as long as its long one.
 */
export const burnRateRule: RuleKind<BurnRateRule> = {
  schema,
  learns: false,
  readsAbsence: false,
  readsTime: false,
  scaleFree: false,
  warmupRows: () => 1,
  companion: ({ total }) => total,
  unfit,
  words: ({ total, objective, windows }) => {
    const pairs = windows.map(({ long, short, burn }) => `${burn} times over ${long} and over ${short}`);
    const among = total === undefined ? '' : `, among all that ${selectorWords(total)} counts,`;
    return {
      raises: `the bad events${among} use up the error budget of an objective of ${Number((100 * objective).toPrecision(6))} % too fast: ${pairs.join(', or ')}`,
      blindTo: [
        'an outage without traffic: no events are no bad ones',
        'bad events that are not counted as such',
        ...windows.slice(0, 1).map(({ long }) => `the first ${long} of a recording, until its windows are full`),
      ],
    };
  },
  detector(rule, { channel, companion, from }) {
    const saved = from as unknown as Saved | undefined;
    const pairs = rule.windows.map(({ long, short, burn }, i) => ({
      long,
      short,
      burn,
      longMs: parseDurationMs(long),
      overLong: new WindowShare(parseDurationMs(long), saved?.long[i]),
      overShort: new WindowShare(parseDurationMs(short), saved?.short[i]),
    }));
    const isCounter = companion !== undefined && channel.kind === 'counter';
    let sinceMs = saved?.sinceMs ?? Number.NaN;
    /** The newest readings of two counters. */
    let counted = saved?.counted ?? null;
    let total = saved?.total ?? null;
    /** Which pair was told of last. */
    let worst = saved?.worst ?? 0;

    return {
      see(nowMs, reading, _learn, beside): Sighting | null {
        const amount = amountOf(reading, beside);
        if (Number.isNaN(sinceMs)) sinceMs = nowMs;
        for (const { overLong, overShort } of pairs) {
          overLong.add(nowMs, amount.part, amount.whole);
          overShort.add(nowMs, amount.part, amount.whole);
        }
        let told: Sighting | null = null;
        pairs.forEach((each, i) => {
          const burn = Math.min(burnOf(each.overLong.share(nowMs)), burnOf(each.overShort.share(nowMs)));
          if (nowMs - sinceMs < each.longMs) return;
          const over = burn >= each.burn;
          const ratio = boundedRatio(burn / each.burn);
          if (told !== null && told.ratio >= ratio) return;
          told = { over, clear: !over, ratio, observed: burn, limit: each.burn };
          worst = i;
        });
        return told;
      },
      sentence: ({ observed, limit }) => {
        const { long, short } = pairs[worst]!;
        const budget = `its error budget (${Number((100 * (1 - rule.objective)).toPrecision(3))} % of events)`;
        return `uses up ${budget} ${Number(observed.toPrecision(3))} times as fast as it may, over ${long} as over ${short} (limit ${limit})`;
      },
      learned: () => null,
      state: () => ({
        sinceMs,
        counted,
        total,
        worst,
        long: pairs.map(({ overLong }) => overLong.state()),
        short: pairs.map(({ overShort }) => overShort.state()),
      }),
    };

    function burnOf(share: number): number {
      return share / (1 - rule.objective);
    }

    function amountOf(reading: number, beside: number | undefined): Amount {
      if (beside === undefined) return badOf({ part: Math.min(1, Math.max(0, reading)), whole: 1 });
      const now = { part: summable(reading), whole: summable(beside) };
      if (!isCounter) return badOf({ part: Math.max(0, now.part), whole: Math.max(0, now.whole) });
      const amount = { part: increase(counted, now.part), whole: increase(total, now.whole) };
      [counted, total] = [now.part, now.whole];
      return badOf(amount);
    }

    /** More good events than events at all are no negative number of bad ones. */
    function badOf({ part, whole }: Amount): Amount {
      const inside = Math.min(part, whole);
      return { part: rule.counts === 'bad' ? inside : whole - inside, whole };
    }
  },
};

/** After a reset a counter has counted what it says. */
const increase = (before: number | null, now: number): number =>
  before === null ? 0 : Math.max(0, now < before ? now : now - before);

function unfit({ total }: BurnRateRule, channel: Channel, companion: Channel | undefined): string | null {
  if (total === undefined || companion === undefined) {
    return channel.kind === 'counter'
      ? 'a counter is no share of all events: name the channel that counts all (total)'
      : null;
  }
  return channel.kind === companion.kind ? null : `the one is a ${channel.kind}, the total a ${companion.kind}`;
}
