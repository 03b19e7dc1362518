import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesUnlessModelVetoes } from '../../../src/contenders/hybrid/rules-unless-model-vetoes.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { anyRows, anyThreshold } from './rows.ts';
import { fitted, type Row, scoresOf, script, sourcesOf, textsOf } from './scripted.ts';

const watch = async (rows: readonly Row[], settings = {}) =>
  observeAll(await fitted(rulesUnlessModelVetoes, settings), script(rows));
const one = async (row: Row, settings = {}) => (await watch([row], settings))[0]!;

describe('rules unless model vetoes', () => {
  it('is the rules from a tenth of the model’s threshold on, and silent below', async () => {
    const rows = [
      { rules: 3, model: 0.1 },
      { rules: 3, model: 0.09 },
      { rules: 0.5, model: 0.1 },
      { rules: 0.5, model: -2 },
    ];
    expect(scoresOf(await watch(rows))).toEqual([3, 0, 0.5, 0]);
  });

  it('tells of a veto beside what the rules said', async () => {
    const verdict = await one({ rules: 3, model: 0.02 });
    expect(sourcesOf(verdict)).toEqual(['rules: part', 'rules-unless-model-vetoes']);
    expect(textsOf(verdict)).toContain('the model vetoes: it scores 0.02, below 0.1, and the rules 3');
  });

  it('holds a vetoed score down to the level asked for, and never lifts one', async () => {
    expect(await one({ rules: 3, model: 0 }, { vetoedTo: 0.9 })).toMatchObject({ score: 0.9 });
    expect(await one({ rules: 0.4, model: 0 }, { vetoedTo: 0.9 })).toMatchObject({ score: 0.4 });
  });

  it('is not vetoed by a model that cannot tell, and says so', async () => {
    const verdict = await one({ rules: 3, model: null });
    expect(verdict).toMatchObject({ kind: 'scored', score: 3 });
    expect(textsOf(verdict)).toContain('the model cannot tell (model blind), so the rules alone decide');
  });

  it('abstains with the rules, however loud the model is', async () => {
    expect(await one({ rules: null, model: 9 })).toMatchObject({
      kind: 'abstained',
      reason: expect.stringContaining('rules blind'),
    });
  });
});

describe('the laws of rules unless model vetoes', () => {
  it('a veto never adds a row to those of the rules, at any threshold above where it holds down to', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        anyThreshold,
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        async (rows, threshold, vetoedTo) => {
          const scores = scoresOf(await watch(rows, { vetoedTo }));
          for (const [row, { rules }] of rows.entries()) {
            if (scores[row]! >= threshold) expect(rules).toBeGreaterThanOrEqual(threshold);
            expect(Number.isNaN(scores[row]!)).toBe(rules === null);
          }
        },
      ),
    );
  });

  it('a raised share gives a subset of the rows', async () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(anyRows, share, share, anyThreshold, async (rows, one, other, threshold) => {
        const low = scoresOf(await watch(rows, { share: Math.min(one, other) }));
        const high = scoresOf(await watch(rows, { share: Math.max(one, other) }));
        for (const [row, score] of high.entries())
          if (score >= threshold) expect(low[row]).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });

  it('share and level are irrelevant where the model is never quiet', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.double({ min: 0.01, max: 1, noNaN: true }), async (rows, share) => {
        const loud = rows.map(({ rules, model }) => ({ rules, model: model === null ? null : 1 + Math.abs(model) }));
        expect(await watch(loud, { share, vetoedTo: 0.5 })).toEqual(await watch(loud));
      }),
    );
  });
});
