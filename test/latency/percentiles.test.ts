import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledMad } from '../../src/latency/location.ts';
import { percentiles, quantile, sampleFloor } from '../../src/latency/percentiles.ts';

const sorted = (count: number) => Float64Array.from({ length: count }, (_, i) => i);

describe('percentiles', () => {
  it.each([
    [50, 5],
    [90, 29],
    [95, 59],
    [99, 299],
    [99.9, 2995],
  ])('p%f needs %i samples: fewer have no 95 %% upper bound', (percent, floor) => {
    expect(sampleFloor(percent)).toBe(floor);
    expect(1 - (percent / 100) ** floor).toBeGreaterThanOrEqual(0.95);
    expect(1 - (percent / 100) ** (floor - 1)).toBeLessThan(0.95);
  });

  it('are withheld one sample below the floor and given at it', () => {
    expect(percentiles(sorted(298))[3]).toEqual({ kind: 'too-few-samples', percent: 99, samples: 298, floor: 299 });
    expect(percentiles(sorted(299))[3]).toMatchObject({ kind: 'measured', percent: 99 });
  });

  it('lie between the least and the largest sample and grow with the percentage', () => {
    const samples = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, size: 'max', maxLength: 200 });
    fc.assert(
      fc.property(samples, fc.nat(1000), fc.nat(1000), (values, a, b) => {
        const ascending = Float64Array.from(values).sort();
        const [low, high] = [Math.min(a, b) / 1000, Math.max(a, b) / 1000];
        expect(quantile(ascending, low)).toBeLessThanOrEqual(quantile(ascending, high));
        expect(quantile(ascending, 0)).toBe(ascending[0]);
        expect(quantile(ascending, 1)).toBe(ascending.at(-1));
      }),
    );
  });

  it('interpolate as R does by default (type 7)', () => {
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12); // R: quantile(1:4, 0.9)
  });
});

describe('scaled MAD', () => {
  it('does not feel one wild sample, and estimates sigma', () => {
    expect(scaledMad(Float64Array.of(1, 2, 3, 4, 5))).toBeCloseTo(1.4826, 12);
    expect(scaledMad(Float64Array.of(1, 2, 3, 4, 5e9))).toBeCloseTo(1.4826, 12);
  });
});
