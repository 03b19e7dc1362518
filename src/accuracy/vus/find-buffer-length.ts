import { InputError } from '../../faults.ts';

const MOST_ROWS = 20_000;
const MOST_LAGS = 400;
/** Lags 0, 1 and 2 are dropped before peaks are looked for. */
const DROPPED_LAGS = 3;
const LEAST_OFFSET = 3;
const MOST_OFFSET = 300;
const FALLBACK = 125;

/**
 * TSB-AD's choice of the buffer for VUS: the lag of the highest peak of the autocorrelation of the series (of its first
 * 20,000 rows, up to lag 400), or 125 where there is no peak, or it lies, counted from lag 3, below 3 or above 300.
 * Two series of one kind can come out at 6 and at 289: say which buffer a figure has.
 *
 * @param series one value a row, finite (readings of one channel, not scores)
 * @throws InputError `metric/score` with the row
 * Source: TSB-AD 8763009, `find_length_rank` with rank 1.
 */
export function findBufferLength(series: Float64Array | readonly number[]): number {
  const bad = series.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw InputError.of('metric/score', `series[${bad}] is ${series[bad]}; expected a finite number`);
  const values = Float64Array.from(series.slice(0, MOST_ROWS));
  const correlation = autocovariance(values);
  let peak = -1;
  for (let lag = DROPPED_LAGS + 1; lag + 1 < correlation.length; lag++) {
    const isPeak = correlation[lag]! > correlation[lag - 1]! && correlation[lag]! > correlation[lag + 1]!;
    if (isPeak && (peak < 0 || correlation[lag]! >= correlation[peak]!)) peak = lag;
  }
  const offset = peak - DROPPED_LAGS;
  return peak < 0 || offset < LEAST_OFFSET || offset > MOST_OFFSET ? FALLBACK : peak;
}

/** Lags 0 to 400; not divided by the variance, which moves no peak. All zero for a constant series. */
function autocovariance(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = values.map((value) => value - mean);
  const lags = Math.min(MOST_LAGS + 1, values.length);
  const covariance = new Float64Array(lags);
  for (let lag = 0; lag < lags; lag++) {
    let sum = 0;
    for (let row = lag; row < centred.length; row++) sum += centred[row]! * centred[row - lag]!;
    covariance[lag] = sum;
  }
  return covariance;
}
