import type { PromqlFunction } from './function.ts';
import { absent, absentOverTime } from './functions/absent.ts';
import { ARITHMETIC_FUNCTIONS } from './functions/arithmetic.ts';
import { CALENDAR_FUNCTIONS } from './functions/calendar.ts';
import { clamp, clampMax, clampMin } from './functions/clamp.ts';
import { changes, resets } from './functions/count-changes.ts';
import { doubleExponentialSmoothing } from './functions/double-exponential-smoothing.ts';
import { histogramFraction } from './functions/histogram/histogram-fraction.ts';
import { histogramQuantile } from './functions/histogram/histogram-quantile.ts';
import { idelta, irate } from './functions/instant-rate.ts';
import { labelJoin } from './functions/label-join.ts';
import { labelReplace } from './functions/label-replace.ts';
import { avgOverTime } from './functions/over-time/average.ts';
import { maxOverTime, minOverTime } from './functions/over-time/extremes.ts';
import { countOverTime, firstOverTime, lastOverTime, presentOverTime } from './functions/over-time/pick.ts';
import { quantileOverTime } from './functions/over-time/quantile.ts';
import { stddevOverTime, stdvarOverTime } from './functions/over-time/spread.ts';
import { sumOverTime } from './functions/over-time/sum.ts';
import { delta, increase, rate } from './functions/rate.ts';
import { deriv, predictLinear } from './functions/regression.ts';
import { pi, scalar, vector } from './functions/scalar-and-vector.ts';
import { sort, sortDesc } from './functions/sort.ts';
import { time, timestamp } from './functions/time.ts';
import { TRIGONOMETRIC_FUNCTIONS } from './functions/trigonometry.ts';

/** Every function the engine evaluates. A new one is a file under `functions/` and one more line here. */
export const FUNCTIONS: readonly PromqlFunction[] = [
  rate,
  increase,
  delta,
  irate,
  idelta,
  changes,
  resets,
  deriv,
  predictLinear,
  doubleExponentialSmoothing,
  sumOverTime,
  avgOverTime,
  minOverTime,
  maxOverTime,
  countOverTime,
  presentOverTime,
  firstOverTime,
  lastOverTime,
  quantileOverTime,
  stddevOverTime,
  stdvarOverTime,
  absent,
  absentOverTime,
  histogramQuantile,
  histogramFraction,
  labelReplace,
  labelJoin,
  sort,
  sortDesc,
  clamp,
  clampMin,
  clampMax,
  ...ARITHMETIC_FUNCTIONS,
  ...TRIGONOMETRIC_FUNCTIONS,
  ...CALENDAR_FUNCTIONS,
  time,
  timestamp,
  scalar,
  vector,
  pi,
];

export const FUNCTION_BY_NAME: ReadonlyMap<string, PromqlFunction> = new Map(FUNCTIONS.map((f) => [f.name, f]));
