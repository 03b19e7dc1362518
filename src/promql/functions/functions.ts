import { absent, absentOverTime } from './absent.ts';
import { ARITHMETIC_FUNCTIONS } from './arithmetic.ts';
import { CALENDAR_FUNCTIONS } from './calendar.ts';
import { clamp, clampMax, clampMin } from './clamp.ts';
import { changes, resets } from './count-changes.ts';
import { doubleExponentialSmoothing } from './double-exponential-smoothing.ts';
import type { PromqlFunction } from './function.ts';
import { histogramFraction } from './histogram/histogram-fraction.ts';
import { histogramQuantile } from './histogram/histogram-quantile.ts';
import { idelta, irate } from './instant-rate.ts';
import { labelJoin } from './label-join.ts';
import { labelReplace } from './label-replace.ts';
import { avgOverTime } from './over-time/average.ts';
import { maxOverTime, minOverTime } from './over-time/extremes.ts';
import { countOverTime, firstOverTime, lastOverTime, presentOverTime } from './over-time/pick.ts';
import { quantileOverTime } from './over-time/quantile.ts';
import { stddevOverTime, stdvarOverTime } from './over-time/spread.ts';
import { sumOverTime } from './over-time/sum.ts';
import { delta, increase, rate } from './rate.ts';
import { deriv, predictLinear } from './regression.ts';
import { pi, scalar, vector } from './scalar-and-vector.ts';
import { sort, sortDesc } from './sort.ts';
import { time, timestamp } from './time.ts';
import { TRIGONOMETRIC_FUNCTIONS } from './trigonometry.ts';

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
