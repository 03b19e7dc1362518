import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromSigmas, learnScale, toSigmas } from '../../../src/contenders/model/scaling.ts';

const anyFinite = fc.double({ noNaN: true, noDefaultInfinity: true });
const steady = [10, 12, 11, 9, 10, 13, 8, 10, 11, 10];

describe('robust scaling', () => {
  it('takes median and MAD, which one outlier hardly moves', () => {
    expect(learnScale([1, 2, 3, 4, 5])).toEqual({ center: 3, spread: 1.4826 });
    const calm = learnScale(steady);
    const struck = learnScale([...steady, 1e9]);
    expect(Math.abs(struck.center - calm.center)).toBeLessThanOrEqual(1);
    expect(struck.spread).toBeLessThan(2 * calm.spread);
  });

  it('falls back on the standard deviation where more than half of the readings are equal', () => {
    const { center, spread } = learnScale([0, 0, 0, 0, 0, 0, 0, 10]);
    expect(center).toBe(0);
    expect(spread).toBeCloseTo(Math.sqrt(100 / 8 - (10 / 8) ** 2), 12);
  });

  it('puts any other reading of a channel that never moved five sigmas away, whatever its unit', () => {
    const still = learnScale([7, 7, 7]);
    expect(still).toEqual({ center: 7, spread: 0 });
    expect([7, 7.001, 6, 1e308].map((reading) => toSigmas(reading, still))).toEqual([0, 5, -5, 5]);
    expect(fromSigmas(3, still)).toBe(7);
  });

  it('leaves missing readings out, and learns a standstill from none', () => {
    expect(learnScale([1, Number.NaN, 2, 3])).toEqual(learnScale([1, 2, 3]));
    expect(learnScale([Number.NaN])).toEqual({ center: 0, spread: 0 });
  });

  it('is finite for any finite readings', () => {
    fc.assert(
      fc.property(fc.array(anyFinite, { minLength: 1, maxLength: 20 }), anyFinite, (readings, reading) => {
        const scale = learnScale(readings);
        const sigmas = toSigmas(reading, scale);
        return Number.isFinite(scale.center) && Number.isFinite(scale.spread) && Math.abs(sigmas) <= 1e6;
      }),
    );
  });

  it('does not see a change of unit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3 }),
        fc.integer({ min: -20, max: 20 }),
        (readings, power) => {
          const scaled = readings.map((reading) => reading * 2 ** power);
          const [plain, other] = [learnScale(readings), learnScale(scaled)];
          return readings.every((reading, i) => toSigmas(reading, plain) === toSigmas(scaled[i]!, other));
        },
      ),
    );
  });
});
