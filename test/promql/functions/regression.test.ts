import { describe, expect, it } from 'vitest';
import { carry } from '../../../src/promql/evaluate/kahan.ts';
import { callOnSeries, holdsForEveryWindow, type Sample } from './call-on-series.ts';

function sum(values: readonly number[]): number {
  let total = 0;
  let rest = 0;
  for (const value of values) {
    rest = carry(value, total, total + value, rest);
    total += value;
  }
  return total + rest;
}

/** Slope and value at the origin, from the four sums of the textbook. */
function line(samples: readonly Sample[], originMs: number): readonly [slope: number, intercept: number] {
  const y0 = samples[0]!.v;
  if (samples.slice(1).every(({ v }) => v === y0)) {
    return Math.abs(y0) === Number.POSITIVE_INFINITY ? [Number.NaN, Number.NaN] : [0, y0];
  }
  const n = samples.length;
  const xs = samples.map(({ t }) => (t - originMs) / 1000);
  const ys = samples.map(({ v }) => v);
  const [x, y] = [sum(xs), sum(ys)];
  const slope =
    (sum(xs.map((each, i) => each * ys[i]!)) - (x * y) / n) / (sum(xs.map((each) => each * each)) - (x * x) / n);
  return [slope, y / n - (slope * x) / n];
}

describe('regression', () => {
  it('deriv is the slope of each window, to the last bit', () => {
    holdsForEveryWindow('deriv', (samples) => (samples.length < 2 ? null : line(samples, samples[0]!.t)[0]));
  });

  it('predict_linear draws the line on from the evaluation time', () => {
    holdsForEveryWindow(
      'predict_linear',
      (samples, { endMs }) => {
        if (samples.length < 2) return null;
        const [slope, intercept] = line(samples, endMs);
        return slope * 90 + intercept;
      },
      [90],
    );
  });

  it('finds a straight line again', () => {
    const samples = Array.from({ length: 30 }, (_, i) => ({ t: i * 10_000, v: 5 + 0.25 * i * 10 }));
    const given = { samples, startMs: 100_000, stepMs: 50_000, count: 4, rangeMs: 90_000 };
    expect(callOnSeries('deriv', given).values).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(callOnSeries('predict_linear', given, [40]).values).toEqual([40, 52.5, 65, 77.5]);
  });

  it('double_exponential_smoothing follows its recurrence in every window', () => {
    holdsForEveryWindow(
      'double_exponential_smoothing',
      (samples) => {
        if (samples.length < 2) return null;
        const [sf, tf] = [0.3, 0.6];
        const levels = [samples[0]!.v];
        let slope = samples[1]!.v - samples[0]!.v;
        for (let i = 1; i < samples.length; i++) {
          if (i > 1) slope = tf * (levels[i - 1]! - levels[i - 2]!) + (1 - tf) * slope;
          levels.push(sf * samples[i]!.v + (1 - sf) * (levels[i - 1]! + slope));
        }
        return levels.at(-1)!;
      },
      [0.3, 0.6],
    );
  });
});
