import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/faults.ts';
import { fitted, noise, picture, recording, scoresOf, watched } from './watching.ts';

const rule = (more: string) => `  - { name: drift, kind: cusum, channel: load, ${more} }`;
/** Mean 100, standard deviation 10. */
const train = () => recording('30m', { load: Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 90 : 110)) });

describe('cusum rule', () => {
  it('adds up what exceeds the slack, weighted by time, and starts anew after an alarm', async () => {
    const three = recording('30m', { load: [130, 130, 130, 130, 130] }, 1e10);
    // z = 3 (nearly: each reading joins the history after it is judged), slack 1: about 2 sd × half an hour a row.
    const verdicts = await watched(rule('slack: 1, limit: 1.9, per: 1h, sides: above'), three, [train()]);
    expect(picture(verdicts)).toBe('..#.#');
    expect(scoresOf(verdicts)[1]).toBeCloseTo(1 / 1.9, 2);
    expect(verdicts[2]).toMatchObject({
      causes: [
        {
          text: expect.stringContaining(
            'has drifted above usual in its readings by 2.0 standard deviations × 1h (limit 1.9)',
          ),
        },
      ],
    });
  });

  it('sees a small lasting drift down, and keeps quiet on noise', async () => {
    const long = recording('5m', { load: noise(4000, 1) });
    const text = async (shift: number) =>
      picture(
        await watched(
          rule('slack: 0.5, limit: 5, sides: below'),
          recording('5m', { load: noise(500, 2, 100 + shift) }, 1e10),
          [long],
        ),
      );
    expect(await text(0)).not.toContain('#');
    expect(await text(-6)).toContain('#');
    expect(await text(6)).not.toContain('#');
  });

  it('sees the same drift after the same time at any sampling step', async () => {
    const minutes = async (step: string, stepMinutes: number) => {
      const drift = recording(step, { load: new Array<number>(600 / stepMinutes).fill(120) }, 1e10);
      return picture(await watched(rule('slack: 0.5, limit: 3, per: 1h'), drift, [train()])).indexOf('#') * stepMinutes;
    };
    expect(await minutes('1m', 1)).toBeGreaterThanOrEqual(120); // 1.5 sd over the slack: two hours to 3
    for (const [step, length] of [
      ['1m', 1],
      ['5m', 5],
      ['30m', 30],
    ] as const) {
      expect(Math.abs((await minutes(step, length)) - 130)).toBeLessThanOrEqual(30);
    }
  });

  it('does not let one reading speak for a gap', async () => {
    const gap = {
      ...recording('5m', { load: [101, 120, 101] }, 1e10),
      timestampsMs: Float64Array.of(1e10, 2e10, 2.0001e10),
    };
    expect(picture(await watched(rule('slack: 0.5, limit: 3, per: 1h'), gap, [train()]))).toBe('...');
  });

  it('refuses a hold, which it could never satisfy', async () => {
    await expect(fitted(rule('for: 5m'))).rejects.toThrow(InputError);
  });
});
