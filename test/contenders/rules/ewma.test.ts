import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { noise, picture, recording, repeat, scoresOf, watched } from './watching.ts';

const rule = (more: string) => `  - { name: chart, kind: ewma, channel: load, ${more} }`;
const quiet = (): Recording => recording('5m', { load: noise(2000, 1) });

describe('ewma rule', () => {
  it('gives the deviation of the average from the mean in standard deviations of the history, over the limit', async () => {
    // History 90, 110, 90, 110, ...: mean 100, standard deviation 10. With a half-life of one step the average after a
    // reading is the mean of that reading and the average before.
    const train = recording('5m', { load: Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 90 : 110)) });
    const after = recording('5m', { load: [100, 180] }, 1e9);
    const scores = scoresOf(await watched(rule('limit: 5, halfLife: 5m, sides: above'), after, [train]));
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBeCloseTo(40 / Math.sqrt((100 * 100 + 0) / 101) / 5, 9); // the first reading, 100, has joined
  });

  it('says nothing before the history holds enough readings', async () => {
    const verdicts = await watched(rule('minReadings: 10'), recording('5m', { load: noise(12, 4) }));
    expect(picture(verdicts)).toBe('??????????..');
    expect(verdicts[0]).toMatchObject({ reason: 'not enough history yet for any rule' });
  });

  it('sees a shift up or down by its side', async () => {
    const shifted = (by: number) => recording('5m', { load: noise(30, 2).map((x, i) => (i < 10 ? x : x + by)) }, 1e9);
    const fires = async (sides: string, by: number) =>
      picture(await watched(rule(`sides: ${sides}, limit: 4`), shifted(by), [quiet()])).includes('#');
    expect(await fires('above', 40)).toBe(true);
    expect(await fires('above', -40)).toBe(false);
    expect(await fires('below', -40)).toBe(true);
    expect(await fires('below', 40)).toBe(false);
    expect(await fires('both', -40)).toBe(true);
  });

  it('sees swings about the same mean by the size of the change', async () => {
    const swings = recording(
      '5m',
      { load: noise(60, 3).map((x, i) => (i < 20 ? x : x + (i % 2 === 0 ? 30 : -30))) },
      1e9,
    );
    const text = picture(await watched(rule('of: change, sides: size, limit: 4'), swings, [quiet()]));
    expect(text.indexOf('#')).toBeGreaterThanOrEqual(20);
    expect(text.indexOf('#')).toBeLessThan(26);
  });

  it('sees a small lasting shift of level that no single reading shows', async () => {
    const shifted = recording('5m', { load: noise(600, 5).map((x, i) => (i < 400 ? x : x + 8)) }, 1e9);
    const shift = '{ signal: level-shift, recent: 3h, before: 1d }';
    const text = picture(await watched(rule(`of: ${shift}, sides: size, limit: 4.5`), shifted, [quiet()]));
    expect(text.slice(0, 400)).not.toContain('#');
    expect(text.slice(400, 450)).toContain('#');
  });

  it('is as quick in time at any sampling step', async () => {
    const firstMinute = async (step: string, stepMinutes: number) => {
      const rows = 600 / stepMinutes;
      const train = recording(step, { load: noise(30_000 / stepMinutes, 7) });
      const readings = noise(rows, 8, 100, 0.5).map((x, i) => (i * stepMinutes < 300 ? x : x + 30));
      const verdicts = await watched(rule('halfLife: 20m, limit: 4.5'), recording(step, { load: readings }, 1e10), [
        train,
      ]);
      return picture(verdicts).indexOf('#') * stepMinutes - 300;
    };
    // A step of 6 sd passes 4.5 sd after two half-lives.
    for (const [step, minutes] of [
      ['1m', 1],
      ['2m', 2],
      ['5m', 5],
      ['10m', 10],
    ] as const) {
      expect(Math.abs((await firstMinute(step, minutes)) - 40)).toBeLessThanOrEqual(10);
    }
  });

  it('keeps quiet about what has been this high on three separate earlier occasions', async () => {
    const bursts = noise(1200, 9);
    for (const start of [200, 400, 600, 800]) for (let i = start; i < start + 6; i++) bursts[i]! += 100;
    const runs = async (more: string) =>
      picture(await watched(rule(`limit: 4, halfLife: 5m${more}`), recording('5m', { load: bursts }, 1e9), [quiet()]));
    const all = await runs('');
    const gated = await runs(', unlessSeen: { times: 3, within: 28d }');
    expect([200, 400, 600, 800].map((at) => all.slice(at, at + 12).includes('#'))).toEqual([true, true, true, true]);
    expect([200, 400, 600].map((at) => gated.slice(at, at + 12).includes('#'))).toEqual([true, true, true]);
    expect(gated.slice(800, 812).match(/#/g)?.length ?? 0).toBeLessThan(all.slice(800, 812).match(/#/g)!.length / 2);
  });

  it('takes the rounding of a level channel for rounding', async () => {
    const level = recording('5m', { load: repeat(0.1, 3000) });
    for (const of of ['value', 'change', 'level-shift', 'seasonal-residual']) {
      const verdicts = await watched(rule(`of: ${of}, sides: size`), recording('5m', { load: repeat(0.1, 300) }, 1e9), [
        level,
      ]);
      expect(picture(verdicts)).not.toContain('#');
    }
  });

  it('is not blinded for good by one broken reading', async () => {
    const readings = noise(2000, 11);
    readings[500] = 1e300;
    for (let i = 1800; i < 1830; i++) readings[i]! += 200;
    const text = picture(await watched(rule('limit: 4.5'), recording('5m', { load: readings }, 1e9), [quiet()]));
    expect(text[500]).toBe('#');
    expect(text.slice(1800, 1830)).toContain('#');
  });

  it('says by how much and in which signal', async () => {
    const after = recording('5m', { load: [100, 180, 180] }, 1e9);
    const verdicts = await watched(rule('of: { signal: change, over: 5m }, limit: 3'), after, [quiet()]);
    expect(verdicts[1]).toMatchObject({
      causes: [
        {
          text: expect.stringMatching(
            /^load is \d+\.\d standard deviations above usual in its change over 5m \(average \S+, limit 3\) \(margin \d+ %\)$/,
          ),
        },
      ],
    });
  });
});
