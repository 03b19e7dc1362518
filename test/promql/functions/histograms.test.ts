import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketFraction } from '../../../src/promql/functions/histogram/bucket-fraction.ts';
import { bucketQuantile } from '../../../src/promql/functions/histogram/bucket-quantile.ts';
import type { Buckets } from '../../../src/promql/functions/histogram/classic-histograms.ts';
import { upperBound } from '../../../src/promql/functions/histogram/upper-bound.ts';

interface Bucket {
  readonly bound: number;
  readonly count: number;
}

const toBuckets = (buckets: readonly Bucket[]): Buckets => ({
  bounds: Float64Array.from(buckets, ({ bound }) => bound),
  counts: Float64Array.from(buckets, ({ count }) => count),
  size: buckets.length,
});

const bounds = fc.uniqueArray(fc.integer({ min: -20, max: 100 }), { minLength: 1, maxLength: 8 });

/** Distinct ascending bounds, +Inf last; counts as they come, or made to grow. */
const histogram = (counts: 'any' | 'growing'): fc.Arbitrary<Bucket[]> =>
  fc.tuple(bounds, fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 9, maxLength: 9 })).map(([finite, steps]) => {
    let sum = 0;
    return [...finite.sort((a, b) => a - b), Number.POSITIVE_INFINITY].map((bound, i) => {
      sum += steps[i]!;
      return { bound, count: counts === 'growing' ? sum : steps[i]! };
    });
  });

const ratio = fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000);

/** Lift each count to the greatest so far, walk to the first that reaches the rank, and draw a line through the bucket. */
function slowQuantile(q: number, buckets: readonly Bucket[]): number {
  const counts = buckets.map((_, i) => Math.max(...buckets.slice(0, i + 1).map(({ count }) => count)));
  const all = counts.at(-1)!;
  if (all === 0 || buckets.length < 2) return Number.NaN;
  const rank = q * all;
  const i = counts.findIndex((count) => count >= rank);
  if (i === buckets.length - 1) return buckets.at(-2)!.bound;
  if (i === 0 && buckets[0]!.bound <= 0) return buckets[0]!.bound;
  const start = i === 0 ? 0 : buckets[i - 1]!.bound;
  const below = i === 0 ? 0 : counts[i - 1]!;
  return start + (buckets[i]!.bound - start) * ((rank - below) / (counts[i]! - below));
}

/** Adds up, bucket by bucket, the share of it that lies in [lower, upper]. */
function slowFraction(lower: number, upper: number, buckets: readonly Bucket[]): number {
  const all = buckets.at(-1)!.count;
  if (all === 0) return Number.NaN;
  if (lower >= upper) return 0;
  let inside = 0;
  buckets.forEach(({ bound, count }, i) => {
    const start = i > 0 ? buckets[i - 1]!.bound : bound > 0 ? 0 : Number.NEGATIVE_INFINITY;
    const held = count - (i > 0 ? buckets[i - 1]!.count : 0);
    if (Number.isFinite(bound - start)) {
      inside += held * (Math.max(0, Math.min(upper, bound) - Math.max(lower, start)) / (bound - start));
    } else if (start === Number.NEGATIVE_INFINITY) {
      // All of it lies just above the lower limit, wherever that is inside.
      if (lower === Number.NEGATIVE_INFINITY && upper > start) inside += held;
    } else if (upper === Number.POSITIVE_INFINITY && lower !== upper) inside += held;
  });
  return inside / all;
}

describe('histogram_quantile of one histogram', () => {
  it('is what a walk through the lifted counts gives', () => {
    fc.assert(
      fc.property(histogram('any'), ratio, (buckets, q) => {
        expect(bucketQuantile(q, toBuckets(buckets)).value).toBe(slowQuantile(q, buckets));
      }),
    );
  });

  it('says that counts were lifted exactly when one dropped, and by how much', () => {
    fc.assert(
      fc.property(histogram('any'), ratio, (buckets, q) => {
        const { repair } = bucketQuantile(q, toBuckets(buckets));
        const drops = buckets.flatMap(({ bound, count }, i) => {
          const before = Math.max(0, ...buckets.slice(0, i).map((bucket) => bucket.count));
          return count < before ? [{ bound, drop: before - count }] : [];
        });
        if (drops.length === 0) return repair === null;
        const { lowestBound, highestBound, largestDrop } = repair!;
        return (
          lowestBound === drops[0]!.bound &&
          highestBound === drops.at(-1)!.bound &&
          largestDrop === Math.max(...drops.map(({ drop }) => drop))
        );
      }),
    );
  });

  it('never goes down as the ratio goes up', () => {
    fc.assert(
      fc.property(histogram('growing'), ratio, ratio, (buckets, a, b) => {
        // At 0 exactly the formula takes its share of the first bucket, which is 0/0 where that one is empty.
        fc.pre(a !== 0 && b !== 0);
        const low = bucketQuantile(Math.min(a, b), toBuckets(buckets)).value;
        const high = bucketQuantile(Math.max(a, b), toBuckets(buckets)).value;
        return Number.isNaN(low) ? Number.isNaN(high) : low <= high;
      }),
    );
  });
});

describe('histogram_fraction of one histogram', () => {
  const limit = fc.oneof(
    fc.integer({ min: -30, max: 120 }),
    fc.constantFrom(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
  );

  it('is the sum of the shares of the buckets, where no bucket without an end is cut', () => {
    fc.assert(
      fc.property(histogram('growing'), limit, limit, (buckets, lower, upper) => {
        // A first bucket without a start is all above any limit inside it: that is not a share of its width.
        fc.pre(
          buckets[0]!.bound > 0 || Math.min(lower, upper) >= buckets[0]!.bound || lower === Number.NEGATIVE_INFINITY,
        );
        fc.pre(buckets[0]!.bound > 0 || upper >= buckets[0]!.bound);
        const fraction = bucketFraction(lower, upper, toBuckets(buckets));
        const expected = slowFraction(lower, upper, buckets);
        // Of no observations there are no shares.
        if (Number.isNaN(expected)) expect(fraction).toBeNaN();
        else expect(fraction).toBeCloseTo(expected, 12);
      }),
    );
  });

  it('undoes the quantile within buckets of finite width', () => {
    fc.assert(
      fc.property(histogram('growing'), ratio, (buckets, q) => {
        const value = bucketQuantile(q, toBuckets(buckets)).value;
        const lastFinite = buckets.at(-2)!;
        const isInside = value > Math.max(0, buckets[0]!.bound) && value < lastFinite.bound;
        fc.pre(isInside);
        expect(bucketFraction(Number.NEGATIVE_INFINITY, value, toBuckets(buckets))).toBeCloseTo(q, 9);
      }),
    );
  });
});

describe('the label le', () => {
  it.each([
    ['0.5', 0.5],
    ['+Inf', Number.POSITIVE_INFINITY],
    ['inf', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['5.', 5],
    ['', null],
    ['low', null],
    ['1e999', null],
    [' 1', null],
    ['1,5', null],
  ])('%j is %d', (le, bound) => {
    expect(upperBound(le)).toBe(bound);
  });
});
