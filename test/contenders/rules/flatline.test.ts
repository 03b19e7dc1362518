import { describe, expect, it } from 'vitest';
import { picture, recording, repeat, watched } from './watching.ts';

const rule = (more = '') => `  - { name: flat, kind: flatline, channel: load, after: 15m${more} }`;
const load = (...values: number[]) => recording('5m', { load: values });

describe('flatline rule', () => {
  it('fires once nothing has changed for the whole while, and clears on the first change', async () => {
    const verdicts = await watched(rule(), load(1, 2, 2, 2, 2, 2, 3, 3));
    expect(picture(verdicts)).toBe('....##..');
    expect(verdicts[5]).toMatchObject({ causes: [{ text: 'load has stayed at 2 for 20m (limit 15m) (margin 33 %)' }] });
  });

  it('is not fooled by the smallest change there is', async () => {
    expect(picture(await watched(rule(), load(2, 2 + 2 ** -51, 2, 2 + 2 ** -51, 2)))).toBe('.....');
  });

  it('begins anew after a missing reading, unless it is bridged', async () => {
    const gap = load(2, 2, Number.NaN, 2, 2, 2, 2);
    expect(picture(await watched(rule(), gap))).toBe('..?...#');
    expect(picture(await watched(rule(', bridge: 5m'), gap))).toBe('...####');
  });

  it('waits for several times the longest flat stretch of training where asked', async () => {
    const train = load(1, ...repeat(5, 7), 2); // flat for 30 min
    expect(picture(await watched(rule(', timesUsual: 2'), load(...repeat(9, 15)), [train])).indexOf('#')).toBe(12);
  });

  it('fires at the same moment at any sampling step', async () => {
    for (const [step, rows] of [
      ['1m', 31],
      ['5m', 7],
      ['15m', 3],
    ] as const) {
      const minutes = 30 / (rows - 1);
      const verdicts = await watched(rule(), recording(step, { load: repeat(2, rows) }));
      expect(picture(verdicts).indexOf('#') * minutes).toBe(15);
    }
  });
});
