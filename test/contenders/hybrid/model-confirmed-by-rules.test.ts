import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelConfirmedByRules } from '../../../src/contenders/hybrid/model-confirmed-by-rules.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import { anyRows, anyThreshold } from './rows.ts';
import { fitted, type Row, scoresOf, script, sourcesOf, textsOf } from './scripted.ts';

const watch = async (rows: readonly Row[], settings = {}) =>
  observeAll(await fitted(modelConfirmedByRules, settings), script(rows));
const CALM = { rules: 0, model: 0 };

/** `.` quiet, `#` alerts, `?` abstained: one letter a row of five minutes. */
const picture = async (rows: readonly Row[], settings = {}) =>
  scoresOf(await watch(rows, settings))
    .map((score) => (Number.isNaN(score) ? '?' : score >= 1 ? '#' : '.'))
    .join('');

describe('model confirmed by rules', () => {
  it('alerts while a rule fires within half an hour of a proposal, both ends included', async () => {
    const proposal = { rules: 0, model: 1 };
    const firing = { rules: 1, model: 0 };
    expect(await picture([proposal, CALM, CALM, CALM, CALM, CALM, firing, firing])).toBe('......#.');
    expect(await picture([CALM, firing, firing])).toBe('...');
    expect(await picture([{ rules: 1, model: 1 }, firing, CALM, firing])).toBe('##.#');
  });

  it('counts the window in time, whatever the sampling step', async () => {
    const watcher = await fitted(modelConfirmedByRules, { window: '1h' });
    const rows = [
      { rules: 0, model: 2 },
      { rules: 2, model: 0 },
    ];
    expect(scoresOf(observeAll(watcher, script(rows, 3_600_000)))).toEqual([0, 2]);
    expect(scoresOf(observeAll(watcher, script(rows, 3_600_001)))).toEqual([0, 0]);
  });

  it('does not take a rule that fired before the proposal and stopped for a confirmation', async () => {
    expect(await picture([{ rules: 3, model: 0 }, { rules: 0, model: 3 }, CALM])).toBe('...');
  });

  it('takes a late or repeated row as no time passed', async () => {
    const watcher = await fitted(modelConfirmedByRules, { window: '5m' });
    const recording = script([
      { rules: 0, model: 2 },
      { rules: 0, model: 0 },
      { rules: 2, model: 0 },
      { rules: 2, model: 0 },
    ]);
    const timestampsMs = Float64Array.of(0, 300_000, 0, 300_001);
    expect(scoresOf(observeAll(watcher, { ...recording, timestampsMs }))).toEqual([0, 0, 2, 0]);
  });

  it('says who proposed what, how long ago, and who confirmed', async () => {
    const [proposed, , confirmed, alone] = await watch([
      { rules: 0, model: 1.4 },
      CALM,
      { rules: 2, model: 0 },
      { rules: 0.5, model: 0 },
    ]);
    expect(textsOf(proposed)).toContain('the model proposes (1.4, at or above 1); no rule confirms');
    expect(textsOf(confirmed)).toContain(
      'the model proposed this 10m ago (1.4, at or above 1) and the rules confirm it',
    );
    expect(sourcesOf(confirmed)).toEqual(['rules: part', 'model: part', 'model-confirmed-by-rules']);
    expect(sourcesOf(alone)).toContain('model: part');
    const [unproposed] = await watch([{ rules: 2, model: 0.4 }]);
    expect(textsOf(unproposed)).toContain('the rules fire and the model proposes nothing: at most 0.4 within 30m');
  });

  it('abstains where the part that cannot tell might have changed the answer, and only there', async () => {
    const proposal = { rules: 0, model: 1 };
    expect(await picture([{ rules: null, model: 3 }])).toBe('?');
    expect(await picture([{ rules: 2, model: null }])).toBe('?');
    expect(await picture([proposal, { rules: 1, model: null }])).toBe('.#');
    expect(await picture([proposal, { rules: 0.5, model: null }])).toBe('..');
    expect(await picture([proposal, { rules: 1.1, model: null }])).toBe('.?');
  });
});

describe('the laws of model confirmed by rules', () => {
  /** The definition, row by row: proposed at `threshold` until the window is over, confirmed while a rule is up too. */
  function machine(rows: readonly Row[], threshold: number, windowMs: number): boolean[] {
    let proposedAtMs = Number.NEGATIVE_INFINITY;
    return rows.map(({ rules, model }, row) => {
      const nowMs = row * 300_000;
      if (model !== null && model >= threshold) proposedAtMs = nowMs;
      return rules !== null && rules >= threshold && nowMs - proposedAtMs <= windowMs;
    });
  }

  it('at every threshold it is the machine that waits for a rule from a proposal on', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyThreshold, fc.integer({ min: 0, max: 8 }), async (rows, threshold, steps) => {
        const scores = scoresOf(await watch(rows, { window: `${steps * 5}m` }));
        const expected = machine(rows, threshold, steps * 300_000);
        for (const [row, score] of scores.entries()) {
          if (!Number.isNaN(score)) expect(score >= threshold).toBe(expected[row]);
        }
      }),
    );
  });

  it('never alerts without the rules, and a longer window gives no row less', async () => {
    const minutes = fc.integer({ min: 0, max: 90 });
    await fc.assert(
      fc.asyncProperty(anyRows, minutes, minutes, anyThreshold, async (rows, one, other, threshold) => {
        const seen = rows.map(({ rules, model }) => ({ rules, model: model ?? 0 }));
        const short = scoresOf(await watch(seen, { window: `${Math.min(one, other)}m` }));
        const long = scoresOf(await watch(seen, { window: `${Math.max(one, other)}m` }));
        for (const [row, score] of short.entries()) {
          if (score >= threshold) expect(long[row]).toBeGreaterThanOrEqual(threshold);
          if (long[row]! >= threshold) expect(rows[row]!.rules).toBeGreaterThanOrEqual(threshold);
        }
      }),
    );
  });
});
