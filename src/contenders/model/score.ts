import { type Calibration, calibratedScore, tailProbability } from './calibration/calibration.ts';

/** Count, mean and sum of squared distances from the mean: what a running standard deviation needs (Welford). */
export type ErrorLevel = { readonly count: number; readonly mean: number; readonly squares: number };

export interface ScoreSettings {
  /** Errors are averaged over this many rows. */
  readonly smoothingRows: number;
  readonly against: 'training' | 'own-past';
  /** Standard deviations above the mean error that score 1. */
  readonly alertAt: number;
  /** Ordinary error of each channel in sigmas, at least LEAST_ORDINARY_ERROR. */
  readonly channelErrors: Float64Array;
  /** Level of the combined error on the training part. */
  readonly level: ErrorLevel;
  /** Where errors are held against those of rows held back, and neither level nor `alertAt` counts. */
  readonly calibration?: Calibration;
}

export interface ScoredError {
  /** 0: as large as on average; 1: where the author would raise an alert. May be negative; always finite. */
  readonly score: number;
  /** Share of each channel in the combined error, summing to 1; all 0 when there is no error at all. */
  readonly shares: Float64Array;
  /** Probability of so large an error on an ordinary row; null where errors are not calibrated. */
  readonly probability: number | null;
}

export type ErrorScorerState = { readonly recent: Float64Array; readonly level: ErrorLevel };

/** A channel reconstructed better than this many sigmas is not worth more weight for it. */
export const LEAST_ORDINARY_ERROR = 0.05;
/** In multiples of the ordinary error; keeps the score finite where training errors hardly varied. */
const LEAST_DEVIATION = 0.05;
/**
 * An error further above the mean than this many deviations is absorbed as this many: one incident then does not make
 * the next one look ordinary. Measured: at 10 web shop incidents hide each other, at 2 NAB's shifts never wear off.
 */
const MOST_ABSORBED_DEVIATIONS = 5;

export const NO_LEVEL: ErrorLevel = { count: 0, mean: 0, squares: 0 };

export function withError({ count, mean, squares }: ErrorLevel, error: number): ErrorLevel {
  const distance = error - mean;
  const newMean = mean + distance / (count + 1);
  return { count: count + 1, mean: newMean, squares: squares + distance * (error - newMean) };
}

/** Errors row by row → smoothed, combined over channels, held against what is ordinary. */
export class ErrorScorer {
  readonly #settings: ScoreSettings;
  /** Errors of the newest rows as multiples of the ordinary, oldest first; NaN for a row without a full window. */
  readonly #recent: Float64Array;
  #level: ErrorLevel;

  constructor(settings: ScoreSettings, from?: ErrorScorerState) {
    this.#settings = settings;
    const length = settings.smoothingRows * settings.channelErrors.length;
    this.#recent = from?.recent.slice() ?? new Float64Array(length).fill(Number.NaN);
    this.#level = from?.level ?? settings.level;
  }

  /** A row without a full window: it takes its place among the newest rows and says nothing. */
  skip(): void {
    this.#append(null);
  }

  /** A row's error, smoothed and combined, as a multiple of the ordinary; without a judgement on it. */
  combined(channelErrors: Float64Array): { readonly error: number; readonly shares: Float64Array } {
    this.#append(channelErrors);
    return combine(this.#smoothed());
  }

  /** The score is formed before the error may change what is ordinary. */
  score(channelErrors: Float64Array): ScoredError {
    const { against, alertAt, calibration } = this.#settings;
    const { error, shares } = this.combined(channelErrors);
    if (calibration !== undefined) {
      return { score: calibratedScore(calibration, error), shares, probability: tailProbability(calibration, error) };
    }
    const { count, mean, squares } = this.#level;
    const deviation = Math.max(LEAST_DEVIATION, Math.sqrt(squares / Math.max(1, count)));
    const score = (error - mean) / deviation / alertAt;
    if (against === 'own-past') {
      this.#level = withError(this.#level, Math.min(error, mean + MOST_ABSORBED_DEVIATIONS * deviation));
    }
    return { score, shares, probability: null };
  }

  state(): ErrorScorerState {
    return { recent: this.#recent.slice(), level: this.#level };
  }

  #append(errors: Float64Array | null): void {
    const { channelErrors } = this.#settings;
    const at = this.#recent.length - channelErrors.length;
    this.#recent.copyWithin(0, channelErrors.length);
    for (let c = 0; c < channelErrors.length; c++) {
      this.#recent[at + c] = errors === null ? Number.NaN : errors[c]! / channelErrors[c]!;
    }
  }

  /** Mean over the newest rows that had a full window, per channel. Summed afresh, so that no rounding is carried on. */
  #smoothed(): Float64Array {
    const width = this.#settings.channelErrors.length;
    const sums = new Float64Array(width);
    let count = 0;
    for (let row = 0; row < this.#recent.length; row += width) {
      if (Number.isNaN(this.#recent[row]!)) continue;
      count++;
      for (let c = 0; c < width; c++) sums[c]! += this.#recent[row + c]!;
    }
    return sums.map((sum) => sum / count);
  }
}

/** Power mean over channels with exponent 4: one channel far off counts for more than all a little. */
function combine(errors: Float64Array): { readonly error: number; readonly shares: Float64Array } {
  const powers = errors.map((error) => error ** 4);
  const total = powers.reduce((sum, power) => sum + power, 0);
  return {
    error: (total / errors.length) ** 0.25,
    shares: total === 0 ? powers : powers.map((power) => power / total),
  };
}
