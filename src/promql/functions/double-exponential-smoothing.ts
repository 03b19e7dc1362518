import { EvaluationError } from '../evaluated.ts';
import type { FunctionContext, RangeFunction } from './function.ts';

/**
 * A smoothed value that follows the trend (Holt's linear method), of each window with at least two samples. Both
 * factors lie strictly between 0 and 1; near 0 the past counts most, near 1 the present.
 */
export const doubleExponentialSmoothing: RangeFunction = {
  kind: 'range',
  name: 'double_exponential_smoothing',
  evaluate({ values: samples, from, to }, [smoothing, trend], { values, present }, context) {
    for (let i = 0; i < from.length; i++) {
      if (to[i]! <= from[i]!) continue;
      checkFactor('smoothing', 'sf', smoothing![i]!, context);
      checkFactor('trend', 'tf', trend![i]!, context);
      if (to[i]! - from[i]! < 2) continue;
      values[i] = smooth(samples, from[i]!, to[i]!, smoothing![i]!, trend![i]!);
      present[i] = 1;
    }
  },
};

/** NaN passes, as it does in Prometheus. */
function checkFactor(name: string, short: string, factor: number, { call }: FunctionContext): void {
  if (!(factor <= 0 || factor >= 1)) return;
  const got = Number.isFinite(factor) ? factor.toFixed(6) : factor > 0 ? '+Inf' : '-Inf';
  throw new EvaluationError(`invalid ${name} factor. Expected: 0 < ${short} < 1, got: ${got}`, call.span);
}

function smooth(samples: Float64Array, first: number, end: number, smoothing: number, trend: number): number {
  let before = 0;
  let level = samples[first]!;
  let slope = samples[first + 1]! - samples[first]!;
  for (let i = first + 1; i < end; i++) {
    // The first slope is the one between the first two samples, as it is.
    if (i > first + 1) slope = trend * (level - before) + (1 - trend) * slope;
    const next = smoothing * samples[i]! + (1 - smoothing) * (level + slope);
    before = level;
    level = next;
  }
  return level;
}
