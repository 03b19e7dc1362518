import type { State } from '../../state-codec.ts';
import { ratioOf } from '../severity.ts';

/** A spread below a thousandth of the mean, or a thousand-millionth of the largest value, is taken for rounding. */
const LEAST_SHARE_OF_MEAN = 1e-3;
const LEAST_SHARE_OF_LARGEST = 1e-9;

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

  add(value: number): void {
    const reach = MOST_SPREADS * this.scale;
    const isCapped = this.#count >= CAPPED_FROM && reach > 0;
    const counted = isCapped ? Math.min(this.#mean + reach, Math.max(this.#mean - reach, value)) : value;
    this.#count++;
    const before = counted - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (counted - this.#mean);
    this.#largest = Math.max(this.#largest, Math.abs(counted));
  }

  state(): State {
    return [this.#count, this.#mean, this.#squares, this.#largest];
  }
}
