import { describe, expect, it } from 'vitest';
import { callOnSeries, holdsForEveryWindow, type Sample } from './call-on-series.ts';

const ifAny = (of: (values: readonly number[]) => number) => (samples: readonly Sample[]) =>
  samples.length === 0 ? null : of(samples.map(({ v }) => v));

/** Neumaier's sum, as an object: total and what was lost. */
class Sum {
  total: number;
  lost = 0;

  constructor(start = 0) {
    this.total = start;
  }

  add(value: number): void {
    const next = this.total + value;
    if (Math.abs(next) === Number.POSITIVE_INFINITY) this.lost = 0;
    else if (Math.abs(this.total) >= Math.abs(value)) this.lost += this.total - next + value;
    else this.lost += value - next + this.total;
    this.total = next;
  }
}

function compensatedSum(values: readonly number[]): number {
  const sum = new Sum();
  for (const value of values) sum.add(value);
  return Math.abs(sum.total) === Number.POSITIVE_INFINITY ? sum.total : sum.total + sum.lost;
}

function average([first, ...rest]: readonly number[]): number {
  const sum = new Sum(first);
  let mean: Sum | null = null;
  rest.forEach((value, i) => {
    const count = i + 2;
    if (mean === null) {
      if (Math.abs(sum.total + value) !== Number.POSITIVE_INFINITY) {
        sum.add(value);
        return;
      }
      mean = new Sum(sum.total / (count - 1));
      mean.lost = sum.lost / (count - 1);
    }
    const kept = (count - 1) / count;
    mean.total *= kept;
    mean.lost *= kept;
    mean.add(value / count);
  });
  const last = mean as Sum | null;
  if (last !== null) return last.total + last.lost;
  const count = rest.length + 1;
  return sum.total / count + sum.lost / count;
}

function variance(values: readonly number[]): number {
  const mean = new Sum();
  const squares = new Sum();
  values.forEach((value, i) => {
    const offset = value - (mean.total + mean.lost);
    mean.add(offset / (i + 1));
    squares.add(offset * (value - (mean.total + mean.lost)));
  });
  return (squares.total + squares.lost) / values.length;
}

function quantile(ratio: number, values: readonly number[]): number {
  if (Number.isNaN(ratio)) return Number.NaN;
  if (ratio < 0) return Number.NEGATIVE_INFINITY;
  if (ratio > 1) return Number.POSITIVE_INFINITY;
  const numbers = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const sorted = [...values.filter((value) => Number.isNaN(value)), ...numbers];
  const rank = ratio * (sorted.length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  return sorted[lower]! * (1 - weight) + sorted[Math.min(lower + 1, sorted.length - 1)]! * weight;
}

/** The first of the best, NaN only when all are. */
const best = (values: readonly number[], beats: (a: number, b: number) => boolean): number =>
  values.reduce((champion, value) => (beats(value, champion) || Number.isNaN(champion) ? value : champion));

describe('functions over time are, to the last bit, what one window alone gives', () => {
  it('sum_over_time', () => holdsForEveryWindow('sum_over_time', ifAny(compensatedSum)));
  it('avg_over_time', () => holdsForEveryWindow('avg_over_time', ifAny(average)));
  it('stdvar_over_time', () => holdsForEveryWindow('stdvar_over_time', ifAny(variance)));
  it('stddev_over_time', () =>
    holdsForEveryWindow(
      'stddev_over_time',
      ifAny((values) => Math.sqrt(variance(values))),
    ));
  it('min_over_time', () =>
    holdsForEveryWindow(
      'min_over_time',
      ifAny((values) => best(values, (a, b) => a < b)),
    ));
  it('max_over_time', () =>
    holdsForEveryWindow(
      'max_over_time',
      ifAny((values) => best(values, (a, b) => a > b)),
    ));
  it('count_over_time', () =>
    holdsForEveryWindow(
      'count_over_time',
      ifAny((values) => values.length),
    ));
  it('present_over_time', () =>
    holdsForEveryWindow(
      'present_over_time',
      ifAny(() => 1),
    ));
  it('first_over_time', () =>
    holdsForEveryWindow(
      'first_over_time',
      ifAny((values) => values[0]!),
    ));
  it('last_over_time', () =>
    holdsForEveryWindow(
      'last_over_time',
      ifAny((values) => values.at(-1)!),
    ));
  it.each([0, 0.25, 0.5, 0.9, 1, -0.1, 1.1, Number.NaN])('quantile_over_time at %d', (ratio) =>
    holdsForEveryWindow(
      'quantile_over_time',
      ifAny((values) => quantile(ratio, values)),
      [ratio],
    ),
  );
});

describe('functions over time', () => {
  const of = (name: string, ...values: number[]) =>
    callOnSeries(name, {
      samples: values.map((v, i) => ({ t: i * 1000, v })),
      startMs: values.length * 1000,
      stepMs: 1000,
      count: 1,
      rangeMs: 3_600_000,
    }).values[0];

  it('keep what plain addition would lose', () => {
    expect(of('sum_over_time', 1e100, 1, -1e100)).toBe(1);
    expect(of('avg_over_time', 1e100, 1, -1e100)).toBe(1 / 3);
  });

  it('average values whose sum is too great for a number', () => {
    expect(of('sum_over_time', 1.5e308, 1.5e308)).toBe(Number.POSITIVE_INFINITY);
    expect(of('avg_over_time', 1.5e308, 1.5e308)).toBe(1.5e308);
  });

  it('find no spread among equal values', () => {
    expect(of('stdvar_over_time', 1.5990505637277868, 1.5990505637277868, 1.5990505637277868)).toBe(0);
  });

  it('remark on a quantile outside [0, 1], once, and only where there is a sample', () => {
    const given = { samples: [{ t: 5000, v: 1 }], startMs: 0, stepMs: 1000, count: 20, rangeMs: 4000 };
    const { annotations } = callOnSeries('quantile_over_time', given, [1.5]);
    expect(annotations.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      'warning: quantile value should be between 0 and 1, got 1.5',
    ]);
    expect(callOnSeries('quantile_over_time', { ...given, samples: [] }, [1.5]).annotations).toEqual([]);
  });
});
