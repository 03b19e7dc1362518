import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesOrModel } from '../../../src/contenders/hybrid/rules-or-model.ts';
import { raiseAlerts } from '../../../src/replay/alert-policy.ts';
import { observeAll, toScoreTrace } from '../../../src/replay/replay.ts';
import { anyRows, anyThreshold } from './rows.ts';
import { fitted, type Row, scoresOf, script, scriptedParts, sourcesOf, textsOf } from './scripted.ts';

const watch = async (rows: readonly Row[], settings = {}) =>
  observeAll(await fitted(rulesOrModel, settings), script(rows));
const one = async (row: Row, settings = {}) => (await watch([row], settings))[0]!;

describe('rules or model', () => {
  it('scores the larger of the rules and of the model at twice its threshold', async () => {
    const rows = [
      { rules: 0.4, model: 1 },
      { rules: 0.6, model: 1 },
      { rules: 0.2, model: 3 },
    ];
    expect(scoresOf(await watch(rows))).toEqual([0.5, 0.6, 1.5]);
  });

  it('brings each part to its own threshold first', async () => {
    const settings = { rulesAt: 4.7, modelAt: 4.5, factor: 2 };
    expect(await one({ rules: 4.7, model: 0 }, settings)).toMatchObject({ score: 1 });
    expect(await one({ rules: 0, model: 9 }, settings)).toMatchObject({ score: 1 });
  });

  it('names the part that spoke, and both where both are at 1', async () => {
    expect(sourcesOf(await one({ rules: 1.2, model: 0.3 }))).toEqual(['rules: part']);
    expect(sourcesOf(await one({ rules: 0.2, model: 2.3 }))).toEqual(['model: part']);
    expect(sourcesOf(await one({ rules: 1.5, model: 2.3 }))).toEqual(['rules: part', 'model: part']);
    expect(sourcesOf(await one({ rules: 1.1, model: 4 }))).toEqual(['model: part', 'rules: part']);
  });

  it('names a part by its score when it speaks and says nothing about why', async () => {
    const parts = scriptedParts({ rules: { causes: [] } });
    const watcher = await fitted(rulesOrModel, {}, parts);
    const [verdict] = observeAll(watcher, script([{ rules: 1.5, model: 0 }]));
    expect(sourcesOf(verdict)).toEqual(['rules: score']);
    expect(textsOf(verdict)).toBe('the rules score 1.5, at or above 1');
  });

  it('is the rules, and says so, where the model cannot tell', async () => {
    const verdict = await one({ rules: 0.3, model: null });
    expect(verdict).toMatchObject({ kind: 'scored', score: 0.3 });
    expect(sourcesOf(verdict)).toContain('rules-or-model');
    expect(textsOf(verdict)).toContain('the model cannot tell (model blind), so the rules alone decide');
  });

  it('takes no all-clear from the model where the rules cannot tell, but an alert', async () => {
    expect(await one({ rules: null, model: 1.9 })).toEqual({
      kind: 'abstained',
      reason: 'the rules cannot tell (rules blind), and the model is not sure enough',
    });
    const alert = await one({ rules: null, model: 2 });
    expect(alert).toMatchObject({ kind: 'scored', score: 1 });
    expect(textsOf(alert)).toContain('the rules cannot tell (rules blind), so the model alone decides');
  });

  it('abstains with both reasons where neither can tell', async () => {
    expect(await one({ rules: null, model: null })).toEqual({
      kind: 'abstained',
      reason: 'neither can tell: rules blind; model blind',
    });
  });
});

describe('the laws of rules or model', () => {
  it('no row on which the rules are over a threshold is lost, whatever the model says', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyThreshold, async (rows, threshold) => {
        const scores = scoresOf(await watch(rows));
        for (const [row, { rules }] of rows.entries()) {
          if (rules !== null && rules >= threshold) expect(scores[row]).toBeGreaterThanOrEqual(threshold);
        }
      }),
    );
  });

  it('no alert of the rules is lost: an alert of the hybrid is up when each of theirs begins', async () => {
    const policyAt = (threshold: number) => ({
      threshold,
      clearBelow: threshold,
      holdMs: 0,
      keepMs: 0,
      cooldownMs: 600_000,
    });
    await fc.assert(
      fc.asyncProperty(anyRows, anyThreshold, async (rows, threshold) => {
        const recording = script(rows);
        const alone = Float64Array.from(rows, ({ rules }) => rules ?? Number.NaN);
        const trace = toScoreTrace(recording, await watch(rows));
        const mine = raiseAlerts(trace, policyAt(threshold)).flatMap(({ spans }) => spans);
        for (const { spans } of raiseAlerts({ ...trace, scores: alone }, policyAt(threshold))) {
          for (const { startRow } of spans) {
            expect(mine.some((span) => span.startRow <= startRow && startRow <= span.endRow)).toBe(true);
          }
        }
      }),
    );
  });

  it('a raised factor gives a subset of the rows, at every threshold', async () => {
    const factor = fc.double({ min: 1, max: 5, noNaN: true });
    await fc.assert(
      fc.asyncProperty(anyRows, factor, factor, anyThreshold, async (rows, one, other, threshold) => {
        const low = scoresOf(await watch(rows, { factor: Math.min(one, other) }));
        const high = scoresOf(await watch(rows, { factor: Math.max(one, other) }));
        for (const [row, score] of high.entries())
          if (score >= threshold) expect(low[row]).toBeGreaterThanOrEqual(threshold);
      }),
    );
  });

  it('the factor is irrelevant where the model never can tell', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.double({ min: 1, max: 9, noNaN: true }), async (rows, factor) => {
        const blind = rows.map(({ rules }) => ({ rules, model: null }));
        expect(await watch(blind, { factor })).toEqual(await watch(blind));
      }),
    );
  });
});
