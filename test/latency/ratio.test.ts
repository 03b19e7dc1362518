import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drift } from '../../src/latency/drift.ts';
import { ratioOfMedians } from '../../src/latency/ratio.ts';

const anyRounds = fc.array(
  fc.record({ ours: fc.integer({ min: 1, max: 10_000 }), theirs: fc.integer({ min: 1, max: 10_000 }) }),
  { minLength: 2, maxLength: 20 },
);
const split = (rounds: readonly { readonly ours: number; readonly theirs: number }[]) => ({
  ours: rounds.map(({ ours }) => ours),
  theirs: rounds.map(({ theirs }) => theirs),
});

describe('ratio of medians', () => {
  it('finds a planted factor of two through noise that both sides share', () => {
    const machine = [1, 1.3, 0.9, 4, 1.1, 1, 2.5, 1, 1.05, 0.95];
    const jitter = [1, 0.98, 1.03, 1, 1.01, 0.97, 1, 1.02, 0.99, 1];
    const { value, interval, rounds } = ratioOfMedians({
      ours: machine.map((speed, i) => 2 * speed * jitter[i]!),
      theirs: machine,
      seed: 1,
    });
    expect(rounds).toBe(10);
    expect(value).toBeCloseTo(2, 1);
    expect(interval.low).toBeLessThanOrEqual(2);
    expect(interval.high).toBeGreaterThanOrEqual(2);
    expect(interval.high - interval.low).toBeLessThan(0.1);
  });

  it('is the reciprocal, interval and all, when the sides are swapped', () => {
    fc.assert(
      fc.property(anyRounds, fc.integer({ min: 1, max: 1000 }), (rounds, seed) => {
        const { ours, theirs } = split(rounds);
        const one = ratioOfMedians({ ours, theirs, seed });
        const other = ratioOfMedians({ ours: theirs, theirs: ours, seed });
        expect(other.value * one.value).toBeCloseTo(1, 9);
        expect(other.interval.low * one.interval.high).toBeCloseTo(1, 9);
      }),
      { numRuns: 30 },
    );
  });

  it('does not change with the unit, and lies inside its interval', () => {
    fc.assert(
      fc.property(anyRounds, (rounds) => {
        const { ours, theirs } = split(rounds);
        const { value, interval } = ratioOfMedians({ ours, theirs, seed: 3 });
        const inNs = ratioOfMedians({
          ours: ours.map((us) => us * 1024),
          theirs: theirs.map((us) => us * 1024),
          seed: 3,
        });
        expect(inNs.value).toBe(value);
        expect(interval.low).toBeLessThanOrEqual(value);
        expect(interval.high).toBeGreaterThanOrEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same interval for the same seed', () => {
    const input = { ours: [1, 2, 3, 4], theirs: [2, 2, 2, 2] };
    expect(ratioOfMedians({ ...input, seed: 5 })).toEqual(ratioOfMedians({ ...input, seed: 5 }));
  });

  it('refuses one round, and a median of 0 that no timer saw', () => {
    expect(() => ratioOfMedians({ ours: [1], theirs: [1], seed: 1 })).toThrow(/two rounds/);
    expect(() => ratioOfMedians({ ours: [1, 1], theirs: [1, 0], seed: 1 })).toThrow(/above 0/);
  });
});

describe('drift', () => {
  it('is 1 when settled and the speed-up when the last third is faster', () => {
    expect(drift([5, 5, 5, 5, 5, 5])).toBe(1);
    expect(drift([8, 8, 9, 4, 4, 4, 4, 4, 4])).toBe(0.5);
  });

  it('does not feel one slow round', () => {
    expect(drift([5, 5, 5, 5, 5, 5, 5, 5, 500])).toBe(1);
  });
});
