import type { Interval } from '../record/schema.ts';
import { regularizedBeta, regularizedGammaP } from './special-functions.ts';

const LEVEL = 0.95;

/**
 * Clopper–Pearson: a share of `hits` out of `trials` independent ones, at least as sure as the level says.
 * Source: Clopper and Pearson, Biometrika 26 (1934).
 */
export function clopperPearson(hits: number, trials: number, level = LEVEL): Interval {
  const tail = (1 - level) / 2;
  return {
    // The quantile of Beta(a, b) is where the regularised incomplete beta function reaches the tail.
    low: hits === 0 ? 0 : solve((p) => regularizedBeta(p, hits, trials - hits + 1) - tail, 0, 1),
    high: hits === trials ? 1 : solve((p) => regularizedBeta(p, hits + 1, trials - hits) - (1 - tail), 0, 1),
    level,
    method: 'clopper-pearson',
  };
}

/**
 * Mean number of events given that `count` independent ones came, exact.
 * Zero seen still bounds it: below 3.69 at 95 % two-sided. Source: Garwood, Biometrika 28 (1936).
 */
export function poissonInterval(count: number, level = LEVEL): Interval {
  const tail = (1 - level) / 2;
  const farEnough = count + 20 + 20 * Math.sqrt(count + 1) - 2 * Math.log(tail);
  return {
    low: count === 0 ? 0 : solve((mean) => regularizedGammaP(count, mean) - tail, 0, count),
    high: solve((mean) => regularizedGammaP(count + 1, mean) - (1 - tail), count, farEnough),
    level,
    method: 'poisson-exact',
  };
}

/** Where a rising function crosses zero, by halving until the two ends are neighbouring numbers. */
function solve(rising: (x: number) => number, low: number, high: number): number {
  let below = low;
  let above = high;
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return middle;
    if (rising(middle) < 0) below = middle;
    else above = middle;
  }
}
