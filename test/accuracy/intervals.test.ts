import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clopperPearson, poissonInterval } from '../../src/accuracy/intervals.ts';
import { logGamma, regularizedBeta, regularizedGammaP } from '../../src/accuracy/special-functions.ts';

interface Fixture {
  readonly logGamma: readonly { readonly x: number; readonly value: number }[];
  readonly gammaP: readonly { readonly shape: number; readonly x: number; readonly value: number }[];
  readonly beta: readonly { readonly x: number; readonly a: number; readonly b: number; readonly value: number }[];
  readonly poisson: readonly { count: number; level: number; interval: [number, number] }[];
  readonly clopperPearson: readonly { hits: number; trials: number; level: number; interval: [number, number] }[];
}

const fixture = JSON.parse(
  readFileSync(new URL('../reference/accuracy/intervals.json', import.meta.url), 'utf8'),
) as Fixture;

/** Relative, with an absolute floor where a double of SciPy itself carries no more. */
function expectNear(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    Math.max(relative * Math.abs(expected), 1e-15),
  );
}

describe('the functions under exact intervals', () => {
  it('log gamma agrees with SciPy', () => {
    for (const { x, value } of fixture.logGamma) expectNear(logGamma(x), value, 1e-13);
  });

  it('the regularised incomplete gamma function agrees with SciPy', () => {
    for (const { shape, x, value } of fixture.gammaP) expectNear(regularizedGammaP(shape, x), value, 1e-12);
  });

  it('the regularised incomplete beta function agrees with SciPy', () => {
    for (const { x, a, b, value } of fixture.beta) expectNear(regularizedBeta(x, a, b), value, 1e-11);
  });

  it('the incomplete functions reach 0 and 1 at the ends', () => {
    expect([regularizedGammaP(3, 0), regularizedBeta(0, 2, 3), regularizedBeta(1, 2, 3)]).toEqual([0, 0, 1]);
    expect(regularizedGammaP(3, 1e4)).toBe(1);
  });
});

describe('exact intervals', () => {
  it('Poisson means agree with SciPy', () => {
    for (const { count, level, interval } of fixture.poisson) {
      const { low, high } = poissonInterval(count, level);
      expectNear(low, interval[0], 1e-11);
      expectNear(high, interval[1], 1e-11);
    }
  });

  it('shares agree with SciPy', () => {
    for (const { hits, trials, level, interval } of fixture.clopperPearson) {
      const { low, high } = clopperPearson(hits, trials, level);
      expectNear(low, interval[0], 1e-10);
      expectNear(high, interval[1], 1e-10);
    }
  });

  it('none of 300 is still below 1.22 % and no false alarm below 3.69', () => {
    expect(clopperPearson(0, 300)).toMatchObject({ low: 0, level: 0.95, method: 'clopper-pearson' });
    expect(clopperPearson(0, 300).high).toBeCloseTo(0.01222, 5);
    expect(poissonInterval(0)).toMatchObject({ low: 0, method: 'poisson-exact' });
    expect(poissonInterval(0).high).toBeCloseTo(3.6889, 4);
  });
});
