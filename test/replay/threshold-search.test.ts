import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidateThresholds, chooseCandidate, policyAt } from '../../src/replay/threshold-search.ts';

const scores = fc
  .array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 80 })
  .map((list) => Float64Array.from(list));

describe('candidate thresholds', () => {
  it('start above every score and go down, without a repeat', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 2, max: 40 }), (pool, trials) => {
        const candidates = candidateThresholds([pool], trials);
        expect(candidates[0]).toBeGreaterThan(Math.max(...pool));
        candidates.slice(1).forEach((candidate, i) => {
          expect(candidate).toBeLessThan(candidates[i]!);
        });
        expect(candidates.length).toBeLessThanOrEqual(trials);
      }),
    );
  });

  it('try everything there is to try when distinct scores are fewer than trials', () => {
    expect(candidateThresholds([Float64Array.of(0, 1, 1, 3)], 10)).toEqual([3.000003, 2, 0.5, 0]);
  });

  it('lie between scores, so that the last bit of a score decides nothing', () => {
    const pool = Float64Array.of(1, 2, 4);
    expect(
      candidateThresholds([pool], 4)
        .slice(1, 3)
        .some((candidate) => pool.includes(candidate)),
    ).toBe(false);
  });

  it('ignore rows on which the contender abstained', () => {
    expect(candidateThresholds([Float64Array.of(Number.NaN, 5)], 3)).toEqual([5.000005, 5]);
    expect(candidateThresholds([Float64Array.of(Number.NaN)], 3)).toEqual([1]);
  });

  it('are finite over the full double range', () => {
    const candidates = candidateThresholds([Float64Array.of(-1.7e308, 1.7e308, 5e-324, 0)], 6);
    expect(candidates.every(Number.isFinite)).toBe(true);
  });
});

describe('choosing a candidate', () => {
  it('takes the middle of the best run, not its edge', () => {
    expect(chooseCandidate([0, 0.8, 0.8, 0.8, 0.1])).toBe(2);
  });

  it('takes the run that holds the highest threshold when two are equally good', () => {
    expect(chooseCandidate([0, 0.8, 0.1, 0.8, 0.8])).toBe(1);
  });

  it('never takes an undefined objective while a defined one exists, and stays quiet when none is', () => {
    expect(chooseCandidate([null, 0, null])).toBe(1);
    expect(chooseCandidate([null, null])).toBe(0);
  });
});

describe('the shared policy', () => {
  const settings = { clearRatio: 0.5, holdMs: 1, keepMs: 2, cooldownMs: 3 };
  it('clears at a share of a positive threshold and has no hysteresis otherwise', () => {
    expect(policyAt(4, settings).clearBelow).toBe(2);
    expect(policyAt(-4, settings).clearBelow).toBe(-4);
  });
});
