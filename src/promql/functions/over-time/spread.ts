import { carry } from '../../evaluate/kahan.ts';
import { eachWindow } from './each-window.ts';

/** Population variance by Welford's updates, mean and squares each with its compensation. */
function variance(samples: Float64Array, first: number, end: number): number {
  let mean = 0;
  let meanCompensation = 0;
  let squares = 0;
  let squaresCompensation = 0;
  for (let i = first; i < end; i++) {
    const value = samples[i]!;
    const offset = value - (mean + meanCompensation);
    const toMean = offset / (i - first + 1);
    const nextMean = mean + toMean;
    meanCompensation = carry(toMean, mean, nextMean, meanCompensation);
    mean = nextMean;
    const toSquares = offset * (value - (mean + meanCompensation));
    const nextSquares = squares + toSquares;
    squaresCompensation = carry(toSquares, squares, nextSquares, squaresCompensation);
    squares = nextSquares;
  }
  return (squares + squaresCompensation) / (end - first);
}

export const stdvarOverTime = eachWindow('stdvar_over_time', variance);
export const stddevOverTime = eachWindow('stddev_over_time', (samples, first, end) =>
  Math.sqrt(variance(samples, first, end)),
);
