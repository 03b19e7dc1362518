import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instabilityBound95 } from '../../src/determinism/instability-bound.ts';
import { quantileMidpoint } from '../../src/determinism/quantile-midpoint.ts';

const midpoint = (...scores: readonly number[]) => quantileMidpoint([Float64Array.from(scores)]);

describe('the threshold of the study', () => {
  it('lies half-way between the 99th percentile and the next higher score', () => {
    expect(midpoint(...Array.from({ length: 200 }, (_, i) => i))).toBe(197.5);
  });

  it('falls back on the next lower score where nothing is higher', () => {
    expect(midpoint(0, 0, 0, 1, 1)).toBe(0.5);
  });

  it('lies above scores that are all equal, and leaves abstentions out', () => {
    expect(midpoint(3, 3, Number.NaN)).toBe(6);
    expect(midpoint(Number.NaN)).toBe(0);
  });

  it('equals no score but where two neighbours are neighbouring doubles', () => {
    const halves = fc.integer({ min: -1000, max: 1000 }).map((score) => score / 2);
    fc.assert(
      fc.property(fc.array(halves, { minLength: 1 }), (scores) => {
        expect(scores).not.toContain(midpoint(...scores));
      }),
    );
  });

  it('survives the ends of the double range', () => {
    expect(midpoint(-Number.MAX_VALUE, Number.MAX_VALUE)).toBe(0);
    expect(midpoint(1, 1 + Number.EPSILON)).toBe(1 + Number.EPSILON);
  });
});

describe('the bound on zero', () => {
  it.each([
    [2, 0.95],
    [3, 0.7764],
    [11, 0.2589],
    [60, 0.0495],
  ])('of %i runs is %f', (runs, bound) => {
    expect(instabilityBound95(runs)).toBeCloseTo(bound, 4);
  });
});
