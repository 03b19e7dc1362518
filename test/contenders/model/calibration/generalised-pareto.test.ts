import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/chance.ts';
import {
  exceedance,
  excessAt,
  fitGeneralisedPareto,
  logLikelihood,
} from '../../../../src/contenders/model/calibration/generalised-pareto.ts';

interface Fixture {
  readonly cases: readonly {
    readonly drawnFrom: { readonly shape: number; readonly scale: number; readonly count: number };
    readonly excesses: readonly number[];
    readonly shape: number;
    readonly scale: number;
    readonly logLikelihood: number;
    readonly exceedance: readonly (readonly [number, number])[];
    readonly excessAt: readonly (readonly [number, number])[];
  }[];
}
const { cases } = JSON.parse(readFileSync('test/reference/model/generalised-pareto.json', 'utf8')) as Fixture;

const relative = (one: number, other: number) => Math.abs(one - other) / Math.max(Math.abs(other), 1e-300);

describe('a generalised Pareto tail', () => {
  it.each(cases)('is as likely as SciPy can make it, with the same parameters: $drawnFrom', (each) => {
    const excesses = Float64Array.from(each.excesses);
    const fitted = fitGeneralisedPareto(excesses);
    expect(logLikelihood(excesses, fitted)).toBeGreaterThanOrEqual(
      each.logLikelihood - 1e-9 * Math.abs(each.logLikelihood),
    );
    expect(Math.abs(fitted.shape - each.shape)).toBeLessThan(1e-5);
    expect(relative(fitted.scale, each.scale)).toBeLessThan(1e-5);
  });

  it.each(cases)(
    'has the probabilities and quantiles of SciPy for given parameters: $drawnFrom',
    ({ shape, scale, ...each }) => {
      for (const [excess, probability] of each.exceedance) {
        expect(Math.abs(exceedance({ shape, scale }, excess) - probability)).toBeLessThan(1e-13);
      }
      for (const [probability, excess] of each.excessAt)
        expect(relative(excessAt({ shape, scale }, probability), excess)).toBeLessThan(1e-10);
    },
  );

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: -9, max: 9 }), (seed, exponent) => {
        const random = seededRandom(seed);
        const excesses = Float64Array.from({ length: 60 }, () => excessAt({ shape: 0.2, scale: 1 }, 1 - random()));
        const one = fitGeneralisedPareto(excesses);
        const other = fitGeneralisedPareto(excesses.map((excess) => excess * 10 ** exponent));
        expect(Math.abs(other.shape - one.shape)).toBeLessThan(1e-9);
        expect(relative(other.scale / 10 ** exponent, one.scale)).toBeLessThan(1e-9);
      }),
      { numRuns: 30 },
    );
  });

  it('is never less likely than the exponential tail, which it holds as a case', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 }),
        (list) => {
          const excesses = Float64Array.from(list);
          const mean = list.reduce((sum, excess) => sum + excess, 0) / list.length;
          const fitted = fitGeneralisedPareto(excesses);
          expect(Number.isFinite(fitted.shape) && fitted.scale > 0).toBe(true);
          const exponential = logLikelihood(excesses, { shape: 0, scale: mean });
          expect(logLikelihood(excesses, fitted)).toBeGreaterThanOrEqual(exponential - 1e-9 * Math.abs(exponential));
        },
      ),
      { numRuns: 100 },
    );
  });

  it('ends where a bounded tail ends: nothing lies beyond', () => {
    const bounded = { shape: -0.5, scale: 1 };
    expect(exceedance(bounded, 2)).toBe(0);
    expect(exceedance(bounded, 5)).toBe(0);
    expect(exceedance(bounded, 1)).toBe(0.25);
    expect(excessAt(bounded, 0)).toBe(2);
  });
});
