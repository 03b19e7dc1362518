import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimId, Traits } from '../../../src/contenders/contract.ts';
import { hybridContender } from '../../../src/contenders/hybrid/hybrid-contender.ts';
import { HYBRID_KINDS } from '../../../src/contenders/hybrid/kinds.ts';
import { encodeState } from '../../../src/contenders/state-codec.ts';
import { InputError } from '../../../src/faults.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import type { Recording } from '../../../src/telemetry/recording.ts';
import { anyRows } from './rows.ts';
import { fitted, type Journal, script, scriptedParts, sourcesOf, unlabelled } from './scripted.ts';

const kinds = HYBRID_KINDS.map((kind) => ({ use: kind.use, kind }));
const TASK = { train: [unlabelled(script([{ rules: 0, model: 0 }]))], seed: 11 };

const traitsWith = (
  kind: (typeof kinds)[number]['kind'],
  rules: Partial<Traits>,
  model: Partial<Traits>,
  settings = {},
) => hybridContender(kind, scriptedParts({ rules: { traits: rules }, model: { traits: model } }), settings).traits;

const observation = ({ timestampsMs, columns }: Recording, row: number) => ({
  timestampMs: timestampsMs[row]!,
  values: Float64Array.from(columns, (column) => column[row]!),
});

describe.each(kinds)('$use', ({ kind, use }) => {
  it('shows every observation to both parts exactly once, in order', async () => {
    const journal: Journal = [];
    const parts = scriptedParts({ rules: { journal }, model: { journal, like: 'rules' } });
    const watcher = await fitted(kind, {}, parts);
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        journal.length = 0;
        observeAll(watcher, script(rows));
        for (const side of ['rules', 'model']) {
          const expected = rows.map((_, row) => `${side} ${row} at ${row * 300_000}`);
          expect(journal.filter((entry) => entry.startsWith(side))).toEqual(expected);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('fits both parts with the seed it is given, so that they are those that stand alone', async () => {
    const journal: Journal = [];
    await hybridContender(kind, scriptedParts({ rules: { journal }, model: { journal } })).fit(TASK);
    expect(journal).toEqual(['rules fitted with seed 11', 'model fitted with seed 11']);
  });

  it('replays by the faster way of a part with the very verdicts of row by row', async () => {
    const journal: Journal = [];
    const watcher = await fitted(kind, {}, scriptedParts({ model: { journal } }));
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        expect(watcher.replayAll!(script(rows))).toEqual(observeAll(watcher, script(rows)));
      }),
    );
    expect(journal).toContain('model replayed');
  });

  it('offers no faster way, no tensors and no backend where its parts have none', async () => {
    const plain = await fitted(kind, {}, scriptedParts({ model: { like: 'rules' } }));
    expect(Object.keys(plain).sort()).toEqual(['artefact', 'dispose', 'open']);
    const like = await fitted(kind);
    expect(like).toMatchObject({ backend: 'abacus' });
    expect((like as unknown as { liveTensorCount(): number }).liveTensorCount()).toBe(3);
  });

  it('goes on from a snapshot as if uninterrupted', async () => {
    const watcher = await fitted(kind);
    await fc.assert(
      fc.asyncProperty(anyRows, fc.nat(), async (rows, drawn) => {
        const recording = script(rows.map((row, i) => ({ ...row, load: i % 7 === 3 ? Number.NaN : 4 * i })));
        const cut = drawn % (rows.length + 1);
        const before = watcher.open(recording.channels);
        for (let row = 0; row < cut; row++) before.observe(observation(recording, row));
        const after = watcher.open(recording.channels, before.snapshot());
        const resumed = rows.slice(cut).map((_, i) => after.observe(observation(recording, cut + i)));
        expect(resumed).toEqual(observeAll(watcher, recording).slice(cut));
      }),
    );
  });

  it('is restored from its artefact, and only by its own kind and under its own settings', async () => {
    const contender = hybridContender(kind, scriptedParts());
    const watcher = await contender.fit(TASK);
    const restored = await contender.restore(watcher.artefact());
    const recording = script([
      { rules: 1, model: 2, load: 50 },
      { rules: 2, model: 0.01 },
      { rules: null, model: 1 },
    ]);
    expect(observeAll(restored, recording)).toEqual(observeAll(watcher, recording));
    expect(restored.artefact()).toEqual(watcher.artefact());
    const other = hybridContender(kind, scriptedParts(), { modelAt: 2 });
    await expect(other.restore(watcher.artefact())).rejects.toThrow('other settings');
    await expect(contender.restore(encodeState({ use: 'something else' }))).rejects.toThrow(
      `not the artefact of ${use}`,
    );
  });

  it('disposes of both parts once, and is not used afterwards', async () => {
    const journal: Journal = [];
    const watcher = await fitted(kind, {}, scriptedParts({ rules: { journal }, model: { journal } }));
    watcher.dispose();
    watcher.dispose();
    expect(journal.filter((entry) => entry.endsWith('disposed'))).toEqual(['rules disposed', 'model disposed']);
    expect(() => watcher.open([])).toThrow('disposed');
    expect(() => watcher.replayAll!(script([]))).toThrow('disposed');
  });

  it('leaves no part behind when the other cannot be had', async () => {
    const journal: Journal = [];
    const { rules, model } = scriptedParts({ rules: { journal } });
    const broken = { ...model, contender: { ...model.contender, fit: () => Promise.reject(new Error('no backend')) } };
    await expect(hybridContender(kind, { rules, model: broken }).fit(TASK)).rejects.toThrow('no backend');
    expect(journal.at(-1)).toBe('rules disposed');
  });

  it('takes over of its parts’ traits the worse of the two', () => {
    const traits = traitsWith(
      kind,
      { randomness: 'none', warmupRows: 12, memoryRows: 5, learns: false },
      { randomness: 'seeded', warmupRows: 3, memoryRows: 'unbounded', learns: true },
    );
    expect(traits).toMatchObject({
      family: 'hybrid',
      randomness: 'seeded',
      score: 'graded',
      warmupRows: 12,
      memoryRows: 'unbounded',
      learns: true,
    });
    const unseeded = traitsWith(kind, { randomness: 'unseeded' }, { randomness: 'seeded' });
    expect(unseeded.randomness).toBe('unseeded');
  });

  it('promises nothing that neither part promises, and no alert on a row without readings that its scale turns calm', () => {
    const all: ClaimId[] = [
      'scale-invariant-after-refit',
      'shift-invariant-after-refit',
      'missing-readings-never-read-as-quiet',
      'obvious-spike-is-scored-above-quiet',
    ];
    expect(traitsWith(kind, {}, {}).claims).toEqual([]);
    expect(traitsWith(kind, {}, { claims: all }).claims).toEqual([]);
    expect(traitsWith(kind, { claims: all }, { claims: all }).claims).toContain('missing-readings-never-read-as-quiet');
    const scaled = traitsWith(kind, { claims: all }, { claims: all }, { rulesAt: 2 });
    expect(scaled.claims).not.toContain('missing-readings-never-read-as-quiet');
  });

  it('lets only the part that carries the score keep its shares of it', async () => {
    const watcher = await fitted(kind);
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        for (const verdict of observeAll(watcher, script(rows))) {
          if (verdict.kind === 'abstained') continue;
          expect(verdict.causes.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeLessThanOrEqual(1);
          expect(sourcesOf(verdict).every((source) => source === use || /^(rules|model): /.test(source))).toBe(true);
        }
      }),
    );
  });

  it('names all that is wrong with its settings at once', () => {
    const make = () => hybridContender(kind, scriptedParts(), { rulesAt: 0, modelAt: 'x', nonsense: 1 });
    expect(make).toThrow(InputError);
    try {
      make();
    } catch (error) {
      expect((error as InputError).faults).toHaveLength(3);
    }
  });
});
