import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardedModel } from '../../../src/contenders/hybrid/guarded-model.ts';
import { hybridContender } from '../../../src/contenders/hybrid/hybrid-contender.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import type { Channel } from '../../../src/telemetry/recording.ts';
import { anyRows } from './rows.ts';
import { fitted, type Row, scoresOf, script, scriptedParts, sourcesOf, textsOf, unlabelled } from './scripted.ts';

/** The load of training lies between 0 and 10; with a margin of a half the model is trusted from -5 to 15. */
const watch = async (rows: readonly Row[], settings = {}) =>
  observeAll(await fitted(guardedModel, settings), script(rows));
const one = async (row: Row, settings = {}) => (await watch([row], settings))[0];

describe('guarded model', () => {
  it('is the model where its inputs are fresh and within their widened training range', async () => {
    const rows = [
      { rules: 9, model: 0.5, load: -5 },
      { rules: 9, model: 2, load: 15 },
    ];
    expect(scoresOf(await watch(rows))).toEqual([0.5, 2]);
    expect(sourcesOf((await watch(rows))[1])).toEqual(['model: part']);
  });

  it('falls back to the rules out of that range, and says which input, where and how far it may be', async () => {
    const above = await one({ rules: 0.7, model: 3, load: 15.1 });
    expect(above).toMatchObject({ kind: 'scored', score: 0.7 });
    expect(sourcesOf(above)).toEqual(['rules: part', 'guarded-model']);
    expect(above).toMatchObject({ causes: [{}, { channel: 'load', observed: 15.1, limit: 15 }] });
    expect(textsOf(above)).toContain('load 15.1 is outside -5 to 15');
    expect(await one({ rules: 0.7, model: 3, load: -5.1 })).toMatchObject({ causes: [{}, { limit: -5 }] });
    expect(await one({ rules: 0.7, model: 3, load: 15.1 }, { margin: 1 })).toMatchObject({ score: 3 });
  });

  it('falls back while an input has had no reading for as long as it takes to be stale', async () => {
    const gone = { rules: 0.7, model: 3, load: Number.NaN };
    const back = { rules: 0.7, model: 3, load: 5 };
    expect(scoresOf(await watch([back, gone, gone, gone, gone, back]))).toEqual([3, 3, 3, 0.7, 0.7, 3]);
    const [, , , stale] = await watch([back, gone, gone, gone]);
    expect(textsOf(stale)).toContain('no reading of load for 15m, so the rules decide');
    expect(scoresOf(await watch([back, gone, gone, gone], { staleAfter: '20m' }))).toEqual([3, 3, 3, 3]);
  });

  it('counts an input that never had a reading from the first row on', async () => {
    const gone = { rules: 0.7, model: 3, load: Number.NaN };
    expect(scoresOf(await watch([gone, gone, gone, gone]))).toEqual([3, 3, 3, 0.7]);
  });

  it('falls back where the model cannot tell, and abstains where nobody can', async () => {
    const fallback = await one({ rules: 0.7, model: null });
    expect(fallback).toMatchObject({ kind: 'scored', score: 0.7 });
    expect(textsOf(fallback)).toContain('the model cannot tell (model blind), so the rules decide');
    expect(await one({ rules: null, model: null })).toEqual({
      kind: 'abstained',
      reason: 'the model cannot tell (model blind); the rules cannot tell (rules blind)',
    });
    expect(await one({ rules: null, model: 3, load: 99 })).toEqual({
      kind: 'abstained',
      reason: 'inputs of the model are out of their training range; the rules cannot tell (rules blind)',
    });
  });

  it('trusts no reading of a channel that had none in training, and ignores channels that training did not have', async () => {
    const named = (name: string): Channel => ({ labels: { __name__: name }, unit: '1', kind: 'gauge' });
    const trained = script([{ rules: 0, model: 0, load: Number.NaN }]);
    const contender = hybridContender(guardedModel, scriptedParts());
    const watcher = await contender.fit({ train: [unlabelled(trained)], seed: 1 });
    const over = script([{ rules: 0, model: 0, load: 1 }]);
    expect(textsOf(observeAll(watcher, over)[0])).toContain('load had no reading in training');
    const renamed = { ...over, channels: [...over.channels.slice(0, 2), named('new')] };
    expect(sourcesOf(observeAll(watcher, renamed)[0])).toEqual(['model: part']);
  });

  it('looks at the growth of a counter per second, not at its height', async () => {
    const counting = (values: readonly number[], stepMs: number) => {
      const plain = script(
        values.map((load) => ({ rules: 0, model: 0, load })),
        stepMs,
      );
      const channels = plain.channels.map((channel, c) =>
        c === 2 ? { ...channel, kind: 'counter' as const } : channel,
      );
      return { ...plain, channels };
    };
    const contender = hybridContender(guardedModel, scriptedParts(), { margin: 0 });
    const train = [unlabelled(counting([0, 60, 180, 0, 60], 60_000))]; // 1 to 2 a second, and a reset
    const watcher = await contender.fit({ train, seed: 1 });
    const verdicts = observeAll(watcher, counting([1e6, 1e6 + 90, 1e6 + 300, 5], 60_000));
    expect(verdicts.map((verdict) => sourcesOf(verdict).includes('guarded-model'))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(textsOf(verdicts[2])).toContain('load 3.5 per second is outside 1 to 2 per second');
  });
});

describe('the laws of guarded model', () => {
  it('it equals the model, bit for bit, where nothing is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const sane = rows.map(({ rules, model }) => ({ rules: rules ?? 0, model: model ?? 0 }));
        expect(scoresOf(await watch(sane))).toEqual(sane.map(({ model }) => model));
      }),
    );
  });

  it('it equals the rules where something always is', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const wild = rows.map((row) => ({ ...row, load: 1e9 }));
        expect(scoresOf(await watch(wild))).toEqual(rows.map(({ rules }) => rules ?? Number.NaN));
      }),
    );
  });

  it('margin and staleness are irrelevant where every reading is there and ordinary', async () => {
    const settings = fc.record({
      margin: fc.double({ min: 0, max: 10, noNaN: true }),
      staleAfter: fc.integer({ min: 1, max: 90 }).map((minutes) => `${minutes}m`),
    });
    await fc.assert(
      fc.asyncProperty(anyRows, settings, async (rows, { margin, staleAfter }) => {
        const there = rows.map(({ rules, model }) => ({ rules: rules ?? 0, model: model ?? 0 }));
        expect(await watch(there, { margin, staleAfter })).toEqual(await watch(there));
      }),
    );
  });
});
