import { describe, expect, it } from 'vitest';
import { alwaysContender } from '../../../src/contenders/baselines/always.ts';
import { metronomeContender } from '../../../src/contenders/baselines/metronome.ts';
import { nullContender } from '../../../src/contenders/baselines/null.ts';
import { randomContender } from '../../../src/contenders/baselines/random.ts';
import { InputError } from '../../../src/faults.ts';
import { recording, scoresOf, watched, watcherOf } from './watching.ts';

const rows = (count: number) => recording(5, { a: new Array<number>(count).fill(Number.NaN) });

describe('null', () => {
  it('scores 0 on every row, whatever it is shown', async () => {
    expect(scoresOf(await watched(nullContender(), rows(3)))).toEqual([0, 0, 0]);
  });
});

describe('always', () => {
  it('scores 1 on every row and says why', async () => {
    const verdicts = await watched(alwaysContender(), rows(3));
    expect(scoresOf(verdicts)).toEqual([1, 1, 1]);
    expect(verdicts[0]).toMatchObject({ causes: [{ source: 'always' }] });
  });
});

describe('random', () => {
  it('gives the same stream for the same seed, in every session, and another for another', async () => {
    const draw = async (seed: number) => scoresOf(await watched(randomContender(), rows(50), [], seed));
    expect(await draw(7)).toEqual(await draw(7));
    expect(await draw(7)).not.toEqual(await draw(8));
    const watcher = await watcherOf(randomContender(), [], 7);
    const [one, other] = [watcher.open([]), watcher.open([])];
    const at = { timestampMs: 0, values: new Float64Array() };
    one.observe(at);
    one.observe(at);
    expect(other.observe(at)).toEqual(watcher.open([]).observe(at));
  });

  it('is uniform over [0, 1), from the first row on, also over small seeds', async () => {
    const many = scoresOf(await watched(randomContender(), rows(20_000)));
    expect(many.every((score) => score >= 0 && score < 1)).toBe(true);
    for (const share of [0.1, 0.5, 0.9]) {
      expect(Math.abs(many.filter((score) => score < share).length / many.length - share)).toBeLessThan(0.015);
    }
    const firsts: number[] = [];
    for (let seed = 1; seed <= 400; seed++)
      firsts.push(scoresOf(await watched(randomContender(), rows(1), [], seed))[0]!);
    expect(Math.abs(firsts.reduce((sum, x) => sum + x) / firsts.length - 0.5)).toBeLessThan(0.06);
  });

  it('goes on from a snapshot and from its artefact where it was', async () => {
    const watcher = await watcherOf(randomContender(), [], 3);
    const session = watcher.open([]);
    const at = { timestampMs: 0, values: new Float64Array() };
    for (let i = 0; i < 5; i++) session.observe(at);
    const resumed = (await randomContender().restore(watcher.artefact())).open([], session.snapshot());
    expect([resumed.observe(at), resumed.observe(at)]).toEqual([session.observe(at), session.observe(at)]);
  });

  it('refuses seed 0', async () => {
    await expect(watcherOf(randomContender(), [], 0)).rejects.toThrow(InputError);
  });
});

describe('metronome', () => {
  const beats = (verdicts: Awaited<ReturnType<typeof watched>>) =>
    scoresOf(verdicts).flatMap((score, row) => (score === 1 ? [row] : []));

  it('beats on the first row at or after every full period since the first row', async () => {
    expect(beats(await watched(metronomeContender({ every: '15m' }), rows(10)))).toEqual([3, 6, 9]);
    expect(beats(await watched(metronomeContender({ every: '12m' }), rows(10)))).toEqual([3, 5, 8]);
  });

  it('beats at the same times at any sampling step', async () => {
    for (const step of [1, 5, 15]) {
      const verdicts = await watched(
        metronomeContender({ every: '30m' }),
        recording(step, { a: new Array(120 / step).fill(1) }),
      );
      expect(beats(verdicts).map((row) => row * step)).toEqual([30, 60, 90]);
    }
  });

  it('gives one beat for a gap over several, and none for repeated or late rows', async () => {
    const odd = { ...rows(6), timestampsMs: Float64Array.of(0, 3_600_000, 3_600_000, 60_000, 3_900_000, 4_500_000) };
    expect(beats(await watched(metronomeContender({ every: '15m' }), odd))).toEqual([1, 5]);
  });

  it('keeps the beat across a snapshot', async () => {
    const watcher = await watcherOf(metronomeContender({ every: '15m' }));
    const session = watcher.open([]);
    const at = (minutes: number) => ({ timestampMs: minutes * 60_000, values: new Float64Array() });
    session.observe(at(7));
    const resumed = watcher.open([], session.snapshot());
    expect([resumed.observe(at(21)), resumed.observe(at(22))]).toMatchObject([{ score: 0 }, { score: 1 }]);
  });

  it('refuses a period of nothing and a misspelt setting, with all faults at once', () => {
    expect(() => metronomeContender({ every: '0s', evry: '1d' })).toThrow(/longer than 0[\s\S]*did you mean "every"/);
    expect(metronomeContender().config).toEqual({ every: '1d' });
  });
});
