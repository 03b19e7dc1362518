import { exceedance, excessAt, fitGeneralisedPareto, type GeneralisedPareto } from './generalised-pareto.ts';

/** How a model says how bad an error is: against the stream's own past, or against errors of rows held back. */
export const CALIBRATION_SETTINGS = ['history', 'conformal', 'pot'] as const;

/** How errors of rows that were held back from training say how rare an error is. */
export const CALIBRATIONS = ['conformal', 'pot'] as const;
export type CalibrationName = (typeof CALIBRATIONS)[number];

export type Calibration = {
  readonly by: CalibrationName;
  /** The promise: at most this share of rows like those held back is to score 1 or more. */
  readonly falseAlarmRate: number;
  /** Errors of the rows held back, in rising order. */
  readonly errors: Float64Array;
  /** What errors beyond `threshold` follow; null under `conformal`, which knows no more than it has seen. */
  readonly tail: (GeneralisedPareto & { readonly threshold: number; readonly share: number }) | null;
};

export type Calibrated =
  | { readonly kind: 'calibrated'; readonly calibration: Calibration }
  /** Too little was held back for the promise; no row may be judged by it. */
  | { readonly kind: 'too-little'; readonly reason: string };

/** The tail is fitted to this share of the errors, as is usual (DuMouchel, Annals of Statistics 11 (1983), 1019-1031). */
const TAIL_SHARE = 0.1;
/** Fewer excesses than this fix no shape: its standard error, (1 + shape) / sqrt(n), is then above 0.2. */
const LEAST_EXCESSES = 25;
/** No fit of some hundred errors can tell a smaller probability from 0. */
const LEAST_PROBABILITY = 1e-12;

/**
 * Split conformal p-values, or a generalised Pareto tail over a threshold (peaks over threshold).
 * @param errors of rows held back, in any order; finite
 */
export function calibrate(by: CalibrationName, falseAlarmRate: number, errors: readonly number[]): Calibrated {
  const sorted = Float64Array.from(errors).sort();
  return by === 'conformal' ? conformal(falseAlarmRate, sorted) : peaksOverThreshold(falseAlarmRate, sorted);
}

/** How many errors must be held back for the promise. */
export function leastErrors(by: CalibrationName, falseAlarmRate: number): number {
  // The small number keeps 1 / 0.1 and its like whole.
  return by === 'conformal' ? Math.ceil(1 / falseAlarmRate - 1e-9) - 1 : Math.ceil(LEAST_EXCESSES / TAIL_SHARE) + 1;
}

function conformal(falseAlarmRate: number, errors: Float64Array): Calibrated {
  const least = leastErrors('conformal', falseAlarmRate);
  if (errors.length < least) {
    const reason = `conformal needs ${least} rows held back to promise ${percent(falseAlarmRate)} of false alarms, there are ${errors.length}: promise less, hold back more, or learn from more rows`;
    return { kind: 'too-little', reason };
  }
  return { kind: 'calibrated', calibration: { by: 'conformal', falseAlarmRate, errors, tail: null } };
}

function peaksOverThreshold(falseAlarmRate: number, errors: Float64Array): Calibrated {
  const threshold = errors[Math.ceil((1 - TAIL_SHARE) * errors.length) - 1] ?? 0;
  const excesses = errors.filter((error) => error > threshold).map((error) => error - threshold);
  if (excesses.length < LEAST_EXCESSES || excesses[0] === excesses.at(-1)) {
    const reason = `pot needs ${LEAST_EXCESSES} errors, not all alike, in the upper tenth of those of the rows held back; it has ${excesses.length} of ${errors.length}: hold back more, or learn from more rows`;
    return { kind: 'too-little', reason };
  }
  const share = excesses.length / errors.length;
  if (falseAlarmRate > share) {
    return { kind: 'too-little', reason: `pot promises at most the share of its tail, ${percent(share)}` };
  }
  const tail = { ...fitGeneralisedPareto(excesses), threshold, share };
  return { kind: 'calibrated', calibration: { by: 'pot', falseAlarmRate, errors, tail } };
}

/** Probability that an ordinary row errs at least this much; never 0. */
export function tailProbability({ errors, tail }: Calibration, error: number): number {
  if (tail !== null && error > tail.threshold) {
    return Math.max(LEAST_PROBABILITY, tail.share * exceedance(tail, error - tail.threshold));
  }
  return (1 + errors.length - countBelow(errors, error)) / (1 + errors.length);
}

/**
 * 0: every ordinary row errs so much; 1: as rare as promised. Beyond the rarest that can be told it still rises, with the
 * logarithm of the error, so that the worse of two rows is the worse one. Finite.
 */
export function calibratedScore(calibration: Calibration, error: number): number {
  const rarity = Math.log(tailProbability(calibration, error)) / Math.log(calibration.falseAlarmRate);
  const { end, unit } = farthest(calibration);
  return rarity + Math.log1p(Math.max(0, error - end) / unit);
}

/** The largest error whose rarity can be told, and a length to measure larger ones by. */
function farthest({ errors, tail }: Calibration): { readonly end: number; readonly unit: number } {
  if (tail !== null) {
    return { end: tail.threshold + excessAt(tail, LEAST_PROBABILITY / tail.share), unit: tail.scale };
  }
  const largest = errors.at(-1)!; // a promise below 1 needs a row
  return { end: largest, unit: largest - errors[errors.length >> 1]! || largest || 1 };
}

/** How many of the sorted values are smaller. */
function countBelow(sorted: Float64Array, value: number): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** `so large an error comes once in 2,500 ordinary rows`. */
export function rarityText(probability: number): string {
  if (probability > 0.5) return 'an error as on most ordinary rows';
  const rows = Number((1 / probability).toPrecision(2));
  return `so large an error comes once in ${rows >= 1e6 ? rows.toExponential(0).replace('+', '') : rows.toLocaleString('en-US')} ordinary rows`;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
