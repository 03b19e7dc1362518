import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { picture, recording, repeat, watched } from './watching.ts';

const NONE = Number.NaN;
const rule = (more = '') => `  - { name: absent, kind: absence, channel: load, after: 20m${more} }`;
const load = (...values: number[]) => recording('5m', { load: values });

describe('absence rule', () => {
  it('fires once there has been no reading for the whole while, and not the instant before', async () => {
    expect(picture(await watched(rule(), load(1, NONE, NONE, NONE, NONE, NONE, 1, 1)))).toBe(
      '....####'.replace(/#$/, '.'),
    );
    const early = rule().replace('20m', '20m1ms');
    expect(picture(await watched(early, load(1, NONE, NONE, NONE, NONE, NONE)))).toBe('.....#');
  });

  it('counts from the start of the session where there never was a reading', async () => {
    const verdicts = await watched(rule(), load(NONE, NONE, NONE, NONE, NONE));
    expect(picture(verdicts)).toBe('....#');
    expect(verdicts[4]).toMatchObject({ causes: [{ text: expect.stringContaining('had no reading at all for 20m') }] });
  });

  it('tells of a gap in the rows themselves on the row that ends it', async () => {
    const gappy: Recording = { ...load(1, 1, 1), timestampsMs: Float64Array.of(0, 3_600_000, 3_900_000) };
    const verdicts = await watched(rule(), gappy);
    expect(picture(verdicts)).toBe('.#.');
    expect(verdicts[1]).toMatchObject({
      causes: [
        { observed: 3_600_000, limit: 1_200_000, text: 'load had no reading for 1h (limit 20m) (margin 200 %)' },
      ],
    });
  });

  it('waits for several times the longest pause of training where asked', async () => {
    const train = load(...repeat(1, 10), NONE, NONE, NONE, NONE, NONE, 1);
    const watching = load(1, ...repeat(NONE, 20));
    expect(picture(await watched(rule(', timesUsual: 2'), watching, [train])).indexOf('#')).toBe(12);
    expect(picture(await watched(rule(', timesUsual: 2'), watching)).indexOf('#')).toBe(4);
  });

  it('is the one rule that does not abstain for want of a reading', async () => {
    const both = `${rule()}\n  - { name: high, kind: static, channel: load, above: 9 }`;
    expect(picture(await watched(both, load(1, NONE, NONE, NONE, NONE, NONE)))).toBe('.???##');
  });
});
