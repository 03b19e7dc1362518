import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/faults.ts';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { channel, fitted, picture, recording, repeat, scoresOf, watched } from './watching.ts';

const COUNTERS = (columns: Record<string, readonly number[]>, step = '5m'): Recording => {
  const plain = recording(step, columns);
  return { ...plain, channels: plain.channels.map((each) => ({ ...each, kind: 'counter' as const })) };
};
const PAIR = 'windows: [{ long: 1h, short: 10m, burn: 14.4 }]';
const onShare = (more = '') =>
  `  - { name: budget, kind: burn-rate, channel: error_share, objective: 0.999, ${PAIR}${more} }`;
const onCounters = (more = '') =>
  `  - { name: budget, kind: burn-rate, channel: errors, total: requests, objective: 0.999, ${PAIR}${more} }`;
const runningSum = (amounts: readonly number[]) => {
  let sum = 0;
  return amounts.map((amount) => (sum += amount));
};

describe('burn-rate rule', () => {
  it('fires at the burn rate of the workbook: 1.44 % of errors for an hour against an objective of 99.9 %', async () => {
    const verdicts = await watched(onShare(), recording('5m', { error_share: repeat(0.0145, 14) }));
    expect(picture(verdicts)).toBe(`${'?'.repeat(12)}##`); // the long window must have come round
    expect(verdicts[12]).toMatchObject({
      causes: [
        {
          observed: expect.closeTo(14.5, 9),
          limit: 14.4,
          text: expect.stringContaining(
            'error_share uses up its error budget (0.1 % of events) 14.5 times as fast as it may, over 1h as over 10m (limit 14.4)',
          ),
        },
      ],
    });
    expect(scoresOf(await watched(onShare(), recording('5m', { error_share: repeat(0.0072, 14) })))[12]).toBeCloseTo(
      0.5,
    );
  });

  it('needs both windows: a blip fills only the short one, what is over only the long one', async () => {
    const blip = [...repeat(0, 20), 0.06, 0.06, ...repeat(0, 6)]; // the hour holds 1 %
    expect(picture(await watched(onShare(), recording('5m', { error_share: blip })))).not.toContain('#');
    const bad = [...repeat(0, 12), ...repeat(0.05, 12), ...repeat(0, 6)];
    // 1.44 % of the hour is 4 rows of 5 %; ten minutes after the last of them the short window is clean.
    expect(picture(await watched(onShare(), recording('5m', { error_share: bad })))).toBe(
      `${'?'.repeat(12)}...${'#'.repeat(10)}${'.'.repeat(5)}`,
    );
  });

  it('weighs by traffic where it is given counters: few errors among few requests are a large share', async () => {
    const requests = runningSum([...repeat(1000, 13), ...repeat(1000, 6)]);
    const errors = runningSum([...repeat(0, 13), ...repeat(30, 6)]);
    const verdicts = await watched(onCounters(), COUNTERS({ errors, requests }));
    // n rows of 3 % in an hour of 12 rows: 30 n / 12000 ≥ 1.44 % from the sixth on.
    expect(picture(verdicts)).toBe(`${'?'.repeat(12)}......#`);
  });

  it('counts good events just as well, and takes more good than all for no bad one', async () => {
    const good = (share: number) =>
      COUNTERS({
        errors: runningSum(repeat(1000 * share, 14)),
        requests: runningSum(repeat(1000, 14)),
      });
    expect(picture(await watched(onCounters(', counts: good'), good(0.98)))).toContain('#');
    expect(picture(await watched(onCounters(', counts: good'), good(0.9999)))).not.toContain('#');
    expect(scoresOf(await watched(onCounters(', counts: good'), good(1.5))).at(-1)).toBe(0);
  });

  it('takes a counter that went down for one that began anew', async () => {
    const requests = [...runningSum(repeat(1000, 13)), ...runningSum(repeat(1000, 5))];
    const errors = [...runningSum(repeat(1, 13)), ...runningSum(repeat(1, 5))];
    const scores = scoresOf(await watched(onCounters(), COUNTERS({ errors, requests })));
    for (const score of scores.slice(12)) expect(score).toBeCloseTo(1 / 14.4, 9);
  });

  it('sees no burning without traffic, and abstains where either channel has no reading', async () => {
    const requests = [...repeat(5, 14), Number.NaN, 5];
    const errors = [...repeat(2, 14), 2, Number.NaN];
    const verdicts = await watched(onCounters(), COUNTERS({ errors, requests }));
    expect(picture(verdicts)).toBe(`${'?'.repeat(12)}..??`);
    expect(verdicts.slice(-2)).toMatchObject([{ reason: 'no reading: requests' }, { reason: 'no reading: errors' }]);
  });

  it('pairs several channels with their totals by label, and says which it cannot pair', async () => {
    const rule =
      '  - { name: budget, kind: burn-rate, channel: { name: errors }, total: { name: requests }, objective: 0.9, windows: [{ long: 10m, short: 5m, burn: 1 }] }';
    const over = (labels: readonly string[]): Recording => ({
      id: 'r',
      channels: [
        channel('errors', '1', { route: 'cart' }),
        channel('errors', '1', { route: 'pay' }),
        ...labels.map((route) => channel('requests', '1', { route })),
      ],
      timestampsMs: Float64Array.from({ length: 4 }, (_, row) => row * 300_000),
      columns: [repeat(5, 4), repeat(5, 4), repeat(10, 4), repeat(100, 4)].map((values) => Float64Array.from(values)),
    });
    const verdicts = await watched(rule, over(['pay', 'cart'])); // cart: 5 of 100, pay: 5 of 10
    expect(verdicts.at(-1)).toMatchObject({
      score: expect.closeTo(5, 9),
      causes: [{ channel: 'errors{route="pay"}' }],
    });
    const watcher = await fitted(rule);
    expect(() => watcher.open(over(['pay', 'search']).channels)).toThrow(/route="cart".*none has the same labels/);
  });

  it('refuses at the door what makes no sense', async () => {
    const watcher = await fitted(onShare());
    expect(() => watcher.open(COUNTERS({ error_share: [1] }).channels)).toThrow(/a counter is no share of all events/);
    await expect(fitted(onShare().replace('short: 10m', 'short: 2h'))).rejects.toThrow(InputError);
    await expect(fitted(onShare().replace('0.999', '1'))).rejects.toThrow(InputError);
  });

  it('agrees with a slow transcription on any traffic, at any times', async () => {
    const row = fc.record({
      gapMinutes: fc.constantFrom(5, 5, 5, 1, 0, 20, 90),
      errors: fc.integer({ min: 0, max: 40 }),
      requests: fc.integer({ min: 0, max: 500 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
        const times = runningSum(rows.map(({ gapMinutes }) => gapMinutes * 60_000));
        const over = {
          ...recording('5m', { errors: rows.map(({ errors }) => errors), requests: rows.map((each) => each.requests) }),
          timestampsMs: Float64Array.from(times),
        };
        const fast = scoresOf(await watched(onCounters(), over));
        fast.forEach((score, i) => {
          const slow = slowBurn(rows, times, i);
          if (slow === null) expect(score).toBeNaN();
          else expect(score).toBeCloseTo(slow / 14.4 >= 1 ? slow / 14.4 : Math.min(slow / 14.4, 1), 9);
        });
      }),
      { numRuns: 60 },
    );
  });
});

/** Every row of the last hour and of the last ten minutes added up anew. */
function slowBurn(
  rows: readonly { readonly errors: number; readonly requests: number }[],
  times: readonly number[],
  at: number,
): number | null {
  const nowMs = times[at]!;
  if (nowMs - times[0]! < 3_600_000) return null;
  const burn = (windowMs: number) => {
    const within = rows.slice(0, at + 1).filter((_, i) => times[i]! > nowMs - windowMs);
    const bad = within.reduce((sum, { errors, requests }) => sum + Math.min(errors, requests), 0);
    const all = within.reduce((sum, { requests }) => sum + requests, 0);
    return all === 0 ? 0 : bad / all / (1 - 0.999);
  };
  return Math.min(burn(3_600_000), burn(600_000));
}
