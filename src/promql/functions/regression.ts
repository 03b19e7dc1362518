import { carry } from '../evaluate/kahan.ts';
import type { Windows } from '../evaluated.ts';
import type { RangeFunction } from './function.ts';

interface Line {
  readonly slopePerSecond: number;
  /** Value at the origin. */
  readonly intercept: number;
}

/**
 * The least-squares line through the samples [first, end), with compensated sums; times in seconds from the origin.
 * Samples all the same give slope 0 whatever rounding would make of them, and NaN when they are infinite.
 * Source: Prometheus 3.15, promql/functions.go (linearRegression); same order of operations.
 */
function fitLine({ timestampsMs, values }: Windows, first: number, end: number, originMs: number): Line {
  const firstValue = values[first]!;
  let isConstant = true;
  let sumX = 0;
  let sumY = 0;
  let sumXY = 0;
  let sumXX = 0;
  let restX = 0;
  let restY = 0;
  let restXY = 0;
  let restXX = 0;
  for (let i = first; i < end; i++) {
    const x = (timestampsMs[i]! - originMs) / 1000;
    const y = values[i]!;
    if (i > first && y !== firstValue) isConstant = false;
    let total = sumX + x;
    restX = carry(x, sumX, total, restX);
    sumX = total;
    total = sumY + y;
    restY = carry(y, sumY, total, restY);
    sumY = total;
    total = sumXY + x * y;
    restXY = carry(x * y, sumXY, total, restXY);
    sumXY = total;
    total = sumXX + x * x;
    restXX = carry(x * x, sumXX, total, restXX);
    sumXX = total;
  }
  if (isConstant) {
    const hasSlope = firstValue !== Number.POSITIVE_INFINITY && firstValue !== Number.NEGATIVE_INFINITY;
    return hasSlope
      ? { slopePerSecond: 0, intercept: firstValue }
      : { slopePerSecond: Number.NaN, intercept: Number.NaN };
  }
  const count = end - first;
  const x = sumX + restX;
  const y = sumY + restY;
  const covariance = sumXY + restXY - (x * y) / count;
  const variance = sumXX + restXX - (x * x) / count;
  const slopePerSecond = covariance / variance;
  return { slopePerSecond, intercept: y / count - (slopePerSecond * x) / count };
}

/** The origin is the first sample of each window: times stay small, and so do the errors. */
export const deriv: RangeFunction = {
  kind: 'range',
  name: 'deriv',
  evaluate(windows, _, { values, present }) {
    const { from, to, timestampsMs } = windows;
    for (let i = 0; i < from.length; i++) {
      if (to[i]! - from[i]! < 2) continue;
      values[i] = fitLine(windows, from[i]!, to[i]!, timestampsMs[from[i]!]!).slopePerSecond;
      present[i] = 1;
    }
  },
};

/** The origin is the evaluation time, also where `offset` or `@` have moved the window elsewhere. */
export const predictLinear: RangeFunction = {
  kind: 'range',
  name: 'predict_linear',
  evaluate(windows, [aheadSeconds], { values, present }, { steps }) {
    const { from, to } = windows;
    for (let i = 0; i < from.length; i++) {
      if (to[i]! - from[i]! < 2) continue;
      const { slopePerSecond, intercept } = fitLine(windows, from[i]!, to[i]!, steps.timesMs[i]!);
      values[i] = slopePerSecond * aheadSeconds![i]! + intercept;
      present[i] = 1;
    }
  },
};
