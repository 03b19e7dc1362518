import { describe, expect, it } from 'vitest';
import { picture, recording, repeat, watched } from './watching.ts';

const rule = (limits: string) => `  - { name: moving, kind: rate-of-change, channel: memory, ${limits} }`;
const memory = (...values: number[]) => recording('5m', { memory: values });

describe('rate-of-change rule', () => {
  it('fires on a rise of more than the limit, not of exactly the limit', async () => {
    expect(picture(await watched(rule('over: 10m, rise: 20'), memory(100, 120, 100, 120.5)))).toBe('?..#');
  });

  it('compares with readings up to and including `over` ago, and with none before', async () => {
    const climb = memory(100, 110, 120, 130, 140);
    expect(picture(await watched(rule('over: 10m, rise: 19'), climb))).toBe('?.###');
    expect(picture(await watched(rule('over: 9m59s, rise: 19'), climb))).toBe('?....');
  });

  it('takes falls by their own limit and names the direction', async () => {
    const verdicts = await watched(rule('over: 5m, fall: 10, rise: 1000'), memory(100, 150, 135));
    expect(picture(verdicts)).toBe('?.#');
    expect(verdicts[2]).toMatchObject({
      causes: [{ text: 'memory fell by 15 within 5m, more than 10 (margin 50 %)' }],
    });
  });

  it('measures in percent of the earlier reading where asked', async () => {
    const percent = rule('over: 5m, rise: 50, measure: percent');
    expect(picture(await watched(percent, memory(2, 3, 5, 5)))).toBe('?.#.');
    expect(picture(await watched(percent, memory(0, 0, 0.1)))).toBe('?.#');
  });

  it('finds a short rise inside a long window at any sampling step', async () => {
    const oneMinute = recording('1m', { memory: [...repeat(100, 30), ...repeat(130, 90)] });
    const tenMinutes = recording('10m', { memory: [...repeat(100, 3), ...repeat(130, 9)] });
    const raise = rule('over: 1h, rise: 20');
    const firing = (text: string, stepMinutes: number) => [
      text.indexOf('#') * stepMinutes,
      text.lastIndexOf('#') * stepMinutes,
    ];
    // The last low reading is at 29 min and 20 min: the rise is seen until an hour after it.
    expect(firing(picture(await watched(raise, oneMinute)), 1)).toEqual([30, 89]);
    expect(firing(picture(await watched(raise, tenMinutes)), 10)).toEqual([30, 80]);
  });
});
