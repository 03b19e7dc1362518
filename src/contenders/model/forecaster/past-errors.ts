/** Mean and standard deviation of the errors on the training part. */
export type OrdinaryErrors = { readonly mean: number; readonly deviation: number };

export interface PastErrorsSettings {
  /** Errors the newest is averaged with, itself counted. */
  readonly smoothingRows: number;
  /** The newest so many earlier errors are what it is held against. */
  readonly most: number;
  /**
   * Standard errors above their mean that score 1: their standard deviation over the root of `smoothingRows`. So the same
   * figure serves where a stretch of time holds other numbers of rows.
   */
  readonly alertAt: number;
}

export type PastErrorsState = {
  readonly recent: Float64Array;
  readonly past: Float64Array;
  readonly next: number;
  readonly sum: number;
  readonly squares: number;
};

/** Until a stream has this many errors of its own, those of the training part stand in for the ones missing. */
const READY_AFTER = 100;
/** In standard deviations of the channel: smaller differences between errors mean nothing. */
const LEAST_DEVIATION = 0.01;
const LEAST_DEVIATION_OF_MEAN = 0.001;

/** Errors of one channel, row by row → the newest few against all before. Constant work per error. */
export class PastErrors {
  readonly #settings: PastErrorsSettings;
  readonly #ordinary: OrdinaryErrors;
  /** The newest `smoothingRows` errors, oldest first. */
  readonly #recent: Float64Array;
  /** Grows to `most`; from then on the next error replaces the oldest, at `next`. */
  #past: Float64Array;
  #count: number;
  #next: number;
  #sum: number;
  #squares: number;

  constructor(settings: PastErrorsSettings, ordinary: OrdinaryErrors, from?: PastErrorsState) {
    this.#settings = settings;
    this.#ordinary = ordinary;
    this.#recent = from?.recent.slice() ?? new Float64Array(settings.smoothingRows).fill(ordinary.mean);
    this.#past = from?.past.slice() ?? new Float64Array(0);
    this.#count = this.#past.length;
    this.#next = from?.next ?? 0;
    this.#sum = from?.sum ?? 0;
    this.#squares = from?.squares ?? 0;
  }

  /**
   * The score of the newest error, formed before it is added to the past: 0 as large as on average, 1 where an alert is
   * meant. May be negative; finite.
   */
  score(error: number): number {
    this.#recent.copyWithin(0, 1);
    this.#recent[this.#recent.length - 1] = error;
    let recent = 0;
    for (let i = 0; i < this.#recent.length; i++) recent += this.#recent[i]!;
    const { mean, deviation } = this.#level();
    this.#add(error);
    const standardError = deviation / Math.sqrt(this.#recent.length);
    return (recent / this.#recent.length - mean) / standardError / this.#settings.alertAt;
  }

  #level(): OrdinaryErrors {
    const { mean: ordinaryMean, deviation: ordinaryDeviation } = this.#ordinary;
    const standIns = Math.max(0, READY_AFTER - this.#count);
    const count = this.#count + standIns;
    const mean = (this.#sum + standIns * ordinaryMean) / count;
    const ordinarySquare = ordinaryMean ** 2 + ordinaryDeviation ** 2;
    const meanSquare = (this.#squares + standIns * ordinarySquare) / count;
    const deviation = Math.sqrt(Math.max(0, meanSquare - mean ** 2));
    return { mean, deviation: Math.max(deviation, LEAST_DEVIATION, LEAST_DEVIATION_OF_MEAN * mean) };
  }

  #add(error: number): void {
    const { most } = this.#settings;
    if (this.#count < most) {
      this.#grow();
      this.#past[this.#count++] = error;
      this.#sum += error;
      this.#squares += error ** 2;
      return;
    }
    const oldest = this.#past[this.#next]!;
    this.#past[this.#next] = error;
    this.#sum += error - oldest;
    this.#squares += error ** 2 - oldest ** 2;
    this.#next = (this.#next + 1) % most;
    if (this.#next === 0) this.#sumAfresh();
  }

  #grow(): void {
    if (this.#count < this.#past.length) return;
    const longer = new Float64Array(Math.min(this.#settings.most, Math.max(128, 2 * this.#count)));
    longer.set(this.#past);
    this.#past = longer;
  }

  /** Once a round, so that what rounding has left behind does not add up. */
  #sumAfresh(): void {
    this.#sum = 0;
    this.#squares = 0;
    for (const error of this.#past) {
      this.#sum += error;
      this.#squares += error ** 2;
    }
  }

  state(): PastErrorsState {
    return {
      recent: this.#recent.slice(),
      past: this.#past.slice(0, this.#count),
      next: this.#next,
      sum: this.#sum,
      squares: this.#squares,
    };
  }
}
