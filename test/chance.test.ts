import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveSeed, normal, seededRandom, shuffled } from '../src/chance.ts';
import { InputError } from '../src/faults.ts';

const seeds = fc.integer({ min: 1, max: 0x7fffffff });

describe('seeded chance', () => {
  it('gives the same stream for the same seed and another for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, seededRandom(seed));
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('starts anywhere, also for neighbouring small seeds', () => {
    const firsts = Array.from({ length: 1000 }, (_, i) => seededRandom(i + 1)());
    const mean = firsts.reduce((sum, draw) => sum + draw, 0) / firsts.length;
    expect(mean).toBeCloseTo(0.5, 1);
    const neighbours = firsts.slice(1).filter((draw, i) => draw > firsts[i]!).length;
    expect(Math.abs(neighbours - 500)).toBeLessThan(100);
  });

  it('stays in [0, 1)', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = seededRandom(seed);
        return Array.from({ length: 50 }, random).every((draw) => draw >= 0 && draw < 1);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('refuses the seed %s', (seed) => {
    expect(() => seededRandom(seed)).toThrow(InputError);
  });

  it('derives a valid seed of its own for each name', () => {
    fc.assert(
      fc.property(seeds, fc.string(), (seed, name) => {
        const derived = deriveSeed(seed, name);
        expect(derived).toBe(deriveSeed(seed, name));
        expect(() => seededRandom(derived)).not.toThrow();
      }),
    );
    expect(deriveSeed(1, 'a')).not.toBe(deriveSeed(1, 'b'));
  });

  it('draws normal values with mean 0 and standard deviation 1', () => {
    const random = seededRandom(11);
    const draws = Array.from({ length: 20_000 }, () => normal(random));
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    expect(mean).toBeCloseTo(0, 1);
    expect(variance).toBeCloseTo(1, 1);
  });

  it('shuffles a copy: same items, original untouched', () => {
    const items = Object.freeze([1, 2, 3, 4, 5]);
    expect(shuffled(items, seededRandom(3)).sort()).toEqual([...items]);
  });
});
