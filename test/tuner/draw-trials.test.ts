import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readableDuration, readableNumber } from '../../src/contenders/readable-value.ts';
import type { Dimension, SearchSpace } from '../../src/contenders/search-space.ts';
import { parseDurationMs } from '../../src/duration.ts';
import type { Json } from '../../src/json.ts';
import { faultsOfSpace } from '../../src/tuner/check-space.ts';
import { drawTrials } from '../../src/tuner/draw-trials.ts';

const spaceOf = (dimensions: readonly Dimension[]): SearchSpace => ({
  dimensions: dimensions as SearchSpace['dimensions'],
  configAt: (values) => values,
  writtenAt: (values) => values,
});

const durationText = fc.integer({ min: 1, max: 5000 }).map((minutes) => `${minutes}m`);

const anyDimension = (name: string): fc.Arbitrary<Dimension> =>
  fc.oneof(
    fc.record({
      name: fc.constant(name),
      kind: fc.constant('choice' as const),
      values: fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1, maxLength: 5 }) as fc.Arbitrary<
        [Json, ...Json[]]
      >,
    }),
    fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(50))
      .map(([low, more]) => ({ name, kind: 'integer' as const, low, high: low + more })),
    fc
      .tuple(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.double({ min: 1, max: 1e4, noNaN: true }))
      .map(([low, times]) => ({ name, kind: 'log' as const, low, high: low * times })),
    fc
      .tuple(durationText, durationText)
      .map(([a, b]) => (parseDurationMs(a) <= parseDurationMs(b) ? [a, b] : [b, a]))
      .map(([low, high]) => ({ name, kind: 'duration' as const, low: low!, high: high! })),
  );

const anySpace = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => anyDimension(`d${i}`))))
  .map(spaceOf);
const anySeed = fc.integer({ min: 1, max: 0x7fffffff });

function lies(dimension: Dimension, value: Json): boolean {
  switch (dimension.kind) {
    case 'choice':
      return dimension.values.includes(value);
    case 'integer':
      return Number.isInteger(value) && (value as number) >= dimension.low && (value as number) <= dimension.high;
    case 'log':
      return (value as number) >= dimension.low && (value as number) <= dimension.high;
    case 'duration': {
      const ms = parseDurationMs(value as string);
      return ms >= parseDurationMs(dimension.low) && ms <= parseDurationMs(dimension.high);
    }
  }
}

describe('the trials of a contender', () => {
  it('begin with the contender as shipped, and all others lie in the space', () => {
    fc.assert(
      fc.property(anySpace, anySeed, (space, seed) => {
        const [shipped, ...drawn] = drawTrials(space, 12, seed);
        expect(shipped).toEqual({});
        for (const values of drawn) {
          expect(Object.keys(values)).toEqual(space.dimensions.map(({ name }) => name));
          for (const dimension of space.dimensions) expect(lies(dimension, values[dimension.name]!)).toBe(true);
        }
      }),
    );
  });

  it('are the same for the same seed and space, and more of them go on from fewer', () => {
    fc.assert(
      fc.property(anySpace, anySeed, fc.nat(10), (space, seed, fewer) => {
        const all = drawTrials(space, 11, seed);
        expect(drawTrials(spaceOf(space.dimensions), 11, seed)).toEqual(all);
        expect(drawTrials(space, fewer + 1, seed)).toEqual(all.slice(0, fewer + 1));
      }),
    );
  });

  it('reach the whole of a range: both halves, on the scale of doublings', () => {
    const space = spaceOf([
      { name: 'factor', kind: 'log', low: 0.5, high: 2 },
      { name: 'window', kind: 'duration', low: '10m', high: '16h' },
      { name: 'count', kind: 'integer', low: 1, high: 3 },
    ]);
    const drawn = drawTrials(space, 400, 7).slice(1);
    const below = drawn.filter(({ factor }) => (factor as number) < 1).length / drawn.length;
    const short = drawn.filter(({ window }) => parseDurationMs(window as string) < 5_700_000).length / drawn.length;
    expect(below).toBeCloseTo(0.5, 1);
    expect(short).toBeCloseTo(0.5, 1);
    expect(new Set(drawn.map(({ count }) => count))).toEqual(new Set([1, 2, 3]));
  });

  it('are all as shipped where there is nothing to choose', () => {
    expect(drawTrials(null, 3, 1)).toEqual([{}, {}, {}]);
  });
});

describe('a value a person would write', () => {
  it('is a duration within a sixteenth of what was drawn, and keeps the order of two durations', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 8, max: 4e9, noNaN: true }),
        fc.double({ min: 8, max: 4e9, noNaN: true }),
        (one, other) => {
          const [shorter, longer] = [Math.min(one, other), Math.max(one, other)];
          const ms = (drawn: number) => parseDurationMs(readableDuration(drawn));
          expect(Math.abs(ms(one) - one)).toBeLessThanOrEqual(one / 16 + 1e-6);
          expect(ms(shorter)).toBeLessThanOrEqual(ms(longer));
          expect(readableDuration(ms(one))).toBe(readableDuration(one));
        },
      ),
    );
    expect(readableDuration(0.2)).toBe('1ms');
  });

  it('is a number of three digits, and keeps the order of two numbers', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (one, other) => {
        fc.pre(Number.isFinite(one) && Number.isFinite(other));
        expect(readableNumber(Math.min(one, other))).toBeLessThanOrEqual(readableNumber(Math.max(one, other)));
      }),
    );
    expect(readableNumber(330.2)).toBe(330);
  });
});

describe('a search space that cannot be drawn from', () => {
  it('is refused with every fault at once', () => {
    const faults = faultsOfSpace(
      'mine',
      spaceOf([
        { name: 'a', kind: 'log', low: 0, high: 2 },
        { name: 'a', kind: 'integer', low: 1.5, high: 2 },
        { name: 'b', kind: 'duration', low: '2h', high: 'soon' },
        { name: 'c', kind: 'choice', values: [] as never },
        { name: 'd', kind: 'sphere' } as never,
      ]),
    );
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('a: expected numbers above 0'),
      expect.stringContaining('two dimensions are called "a"'),
      expect.stringContaining('a: expected whole numbers'),
      expect.stringContaining('b: expected durations'),
      expect.stringContaining('c: expected at least one value'),
      expect.stringContaining('d: there is no kind "sphere"'),
    ]);
  });
});
