import { type Calibration, calibratedScore, tailProbability } from '../calibration/calibration.ts';

export type SmoothedErrorsState = { readonly recent: Float64Array };

/** In standard deviations of the channel: a smaller ordinary error is worth no more weight. */
const LEAST_ORDINARY = 0.01;

/** Errors of one channel, row by row → the mean of the newest few, as a multiple of the ordinary one. */
export class SmoothedErrors {
  readonly #ordinary: number;
  /** Oldest first. */
  readonly #recent: Float64Array;

  constructor(smoothingRows: number, ordinaryMean: number, from?: SmoothedErrorsState) {
    this.#ordinary = Math.max(LEAST_ORDINARY, ordinaryMean);
    this.#recent = from?.recent.slice() ?? new Float64Array(smoothingRows).fill(ordinaryMean);
  }

  next(error: number): number {
    this.#recent.copyWithin(0, 1);
    this.#recent[this.#recent.length - 1] = error;
    let sum = 0;
    for (let i = 0; i < this.#recent.length; i++) sum += this.#recent[i]!;
    return sum / this.#recent.length / this.#ordinary;
  }

  state(): SmoothedErrorsState {
    return { recent: this.#recent.slice() };
  }
}

/** The same, and how rare that is. */
export class CalibratedErrors {
  readonly #smoothed: SmoothedErrors;
  readonly #calibration: Calibration;
  /** Of an error as large as the newest, on an ordinary row. */
  probability = 1;

  constructor(smoothed: SmoothedErrors, calibration: Calibration) {
    this.#smoothed = smoothed;
    this.#calibration = calibration;
  }

  score(error: number): number {
    const smoothed = this.#smoothed.next(error);
    this.probability = tailProbability(this.#calibration, smoothed);
    return calibratedScore(this.#calibration, smoothed);
  }

  state(): SmoothedErrorsState {
    return this.#smoothed.state();
  }
}
