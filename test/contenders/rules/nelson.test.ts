import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noise, picture, recording, repeat, watched } from './watching.ts';

const rule = (more: string) => `  - { name: chart, kind: nelson, channel: load, of: value, point: 0s, ${more} }`;
/** Mean 100, standard deviation 10. */
const HISTORY = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 90 : 110));
const train = () => recording('30m', { load: HISTORY });
const later = (load: readonly number[]) => recording('30m', { load }, 1e10);
const textOf = (verdict: unknown) => (verdict as { causes: { text: string }[] }).causes[0]!.text;

describe('nelson rule', () => {
  it('test 1: fires on a point beyond three standard deviations, on that point alone', async () => {
    const verdicts = await watched(rule('tests: [1]'), later([129, 131, 100, 69, 71]), [train()]);
    expect(picture(verdicts)).toBe('.#.#.');
    expect(textOf(verdicts[1])).toMatch(
      /^load has a point 3\.1 standard deviations above its mean \(limit 3\) in its readings \(margin 3 %\)/,
    );
    expect(textOf(verdicts[3])).toContain('below its mean');
  });

  it('test 2: fires on the ninth point in a row on one side of the mean, and for as long as the run goes on', async () => {
    const load = [...repeat(101, 8), 99, ...repeat(101, 10), 99];
    const verdicts = await watched(rule('tests: [2]'), later(load), [train()]);
    expect(picture(verdicts)).toBe(`${'.'.repeat(8)}.${'.'.repeat(8)}##.`);
    expect(textOf(verdicts[17])).toContain('has 9 points in a row above its mean (limit 9)');
  });

  it('test 5: fires when two of three points in a row lie beyond two standard deviations on the same side', async () => {
    const load = [100, 121, 100, 121, 100, 100, 121, 79, 100, 78, 100];
    const verdicts = await watched(rule('tests: [5]'), later(load), [train()]);
    expect(picture(verdicts)).toBe('...#.....#.');
    expect(textOf(verdicts[3])).toContain('has two of its last three points at least 2.1 standard deviations above');
  });

  it('looks only at the side it is asked about', async () => {
    const load = [131, 131, 69, 69];
    expect(picture(await watched(rule('sides: above'), later(load), [train()]))).toBe('###.');
    expect(picture(await watched(rule('sides: below'), later(load), [train()]))).toBe('..##');
  });

  it('means the same time at any sampling step, because a point is a stretch of time', async () => {
    const chart = '  - { name: chart, kind: nelson, channel: load, of: value, point: 1h, tests: [2] }';
    const hoursUntilAlert = async (step: string, perHour: number) => {
      const shifted = recording(step, { load: noise(20 * perHour, 3, 104, 1) }, 1e10);
      const long = recording(step, { load: noise(400 * perHour, 4, 100, 1) });
      return (picture(await watched(chart, shifted, [long])).indexOf('#') + 1) / perHour;
    };
    for (const [step, perHour] of [
      ['1m', 60],
      ['5m', 12],
      ['1h', 1],
    ] as const) {
      expect(await hoursUntilAlert(step, perHour)).toBeCloseTo(9, 0);
    }
  });

  it('begins anew after readings that are missing: a run is of points in a row', async () => {
    const load = [...repeat(101, 8), Number.NaN, ...repeat(101, 9)];
    expect(picture(await watched(rule('tests: [2]'), later(load), [train()]))).toBe(
      `${'.'.repeat(8)}?${'.'.repeat(8)}#`,
    );
  });

  it('charts what the season leaves unexplained unless told otherwise', async () => {
    const day = Array.from({ length: 48 }, (_, i) => 100 + 50 * Math.sin((2 * Math.PI * i) / 48));
    const wobble = (days: number) =>
      Array.from({ length: days }, (_, d) => day.map((value, i) => value + ((d + i) % 2 === 0 ? 1 : -1))).flat();
    const chart = '  - { name: chart, kind: nelson, channel: load, tests: [1] }';
    const seasons = wobble(12);
    const next = day.map((value, i) => (i === 10 ? value + 30 : value));
    const verdicts = await watched(chart, recording('30m', { load: next }, 12 * 86_400_000), [
      recording('30m', { load: seasons }),
    ]);
    expect(picture(verdicts)).toBe(`?${'.'.repeat(9)}#${'.'.repeat(37)}`);
  });

  it('agrees with a slow transcription of the three tests on any readings', async () => {
    const reading = fc.oneof(fc.integer({ min: 60, max: 140 }), fc.constantFrom(100, 101, 121, 131));
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 40 }), async (load) => {
        const verdicts = await watched(rule(''), later(load), [train()]);
        expect(picture(verdicts)).toBe(slowPicture(load));
      }),
      { numRuns: 60 },
    );
  });
});

/** Each test written out over the whole list, mean and deviation computed afresh for every point. */
function slowPicture(load: readonly number[]): string {
  const z = load.map((value, i) => {
    const earlier = [...HISTORY, ...load.slice(0, i)];
    const mean = earlier.reduce((sum, each) => sum + each, 0) / earlier.length;
    const variance = earlier.reduce((sum, each) => sum + (each - mean) ** 2, 0) / earlier.length;
    return (value - mean) / Math.sqrt(variance);
  });
  return z
    .map((_, i) => {
      const last = (count: number) => z.slice(Math.max(0, i + 1 - count), i + 1);
      const isFar = Math.abs(z[i]!) > 3;
      const nine = last(9);
      const isRun = nine.length === 9 && (nine.every((each) => each > 0) || nine.every((each) => each < 0));
      const three = last(3);
      const isPair = three.filter((each) => each > 2).length >= 2 || three.filter((each) => each < -2).length >= 2;
      return isFar || isRun || isPair ? '#' : '.';
    })
    .join('');
}
