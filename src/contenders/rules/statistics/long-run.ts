import type { State } from '../../state-codec.ts';
import { ratioOf } from '../severity.ts';

/** A spread below a thousandth of the mean is taken for no spread. */
const LEAST_SHARE_OF_MEAN = 1e-3;
/** One below a thousand-millionth of the largest reading is taken for rounding: a level channel's residuals are that. */
const LEAST_SHARE_OF_LARGEST = 1e-9;
/** A reading counts as the largest up to this many times the largest before it: one broken reading must not blind. */
const MOST_GROWTH = 1000;

/**
 * One value widens the history by at most this many spreads. Heavy tails must be allowed to widen their own band, but
 * one broken reading of 1e300 must not blind a rule for good.
 */
const MOST_SPREADS = 100;
const CAPPED_FROM = 30;

/** Mean and standard deviation over everything there ever was (Welford). Values must be `summable`. */
export class LongRun {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #largest = 0;

  constructor(from: State | undefined) {
    if (from !== undefined)
      [this.#count, this.#mean, this.#squares, this.#largest] = from as [number, number, number, number];
  }

  get count(): number {
    return this.#count;
  }

  get mean(): number {
    return this.#mean;
  }

  /** Standard deviation with a floor; 0 only when every value so far was 0. */
  get scale(): number {
    if (this.#count === 0) return 0;
    const deviation = Math.sqrt(this.#squares / this.#count);
    return Math.max(deviation, LEAST_SHARE_OF_MEAN * Math.abs(this.#mean), LEAST_SHARE_OF_LARGEST * this.#largest);
  }

  /** Distance above the mean in standard deviations, in [-1e6, 1e6]. */
  z(value: number): number {
    const beyond = value - this.#mean;
    return Math.sign(beyond) * ratioOf(Math.abs(beyond), this.scale);
  }

  /** @param reading the reading that the value was made of; sets what is taken for rounding */
  add(value: number, reading: number): void {
    const isSettled = this.#count >= CAPPED_FROM;
    const reach = MOST_SPREADS * this.scale;
    const counted = isSettled && reach > 0 ? Math.min(this.#mean + reach, Math.max(this.#mean - reach, value)) : value;
    const size = Math.abs(reading);
    const isBroken = isSettled && this.#largest > 0 && size > MOST_GROWTH * this.#largest;
    this.#largest = Math.max(this.#largest, isBroken ? MOST_GROWTH * this.#largest : size);
    this.#count++;
    const before = counted - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (counted - this.#mean);
  }

  state(): State {
    return [this.#count, this.#mean, this.#squares, this.#largest];
  }
}
