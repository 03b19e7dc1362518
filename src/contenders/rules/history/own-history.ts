import type { State } from '../../state-codec.ts';
import { WORST_SEVERITY } from '../severity.ts';
import { SlidingMean } from './sliding-mean.ts';

/** A spread below a thousandth of the mean is taken for no spread. */
const LEAST_SHARE_OF_MEAN = 1e-3;
/** One below a thousand-millionth of the largest reading is taken for rounding. */
const LEAST_SHARE_OF_LARGEST = 1e-9;
const LARGEST_Z = 1e3 * WORST_SEVERITY;

interface Saved {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly mean: number;
  readonly deviation: number;
  readonly recent: State;
}

/**
 * One signal against all its own past: the mean of its last values in population standard deviations of every value
 * before this one. Nothing is forgotten and no value is pulled in: heavy tails must be allowed to widen their own band.
 * Values are sizes (not negative), so sums of squares lose nothing that the least spread would not hide.
 */
export class OwnHistory {
  readonly #recent: SlidingMean;
  #count = 0;
  #sum = 0;
  #squares = 0;
  #mean = 0;
  #deviation = 0;

  constructor(length: number, from?: State) {
    const saved = from as unknown as Saved | undefined;
    this.#recent = new SlidingMean(length, saved?.recent);
    if (saved === undefined) return;
    [this.#count, this.#sum, this.#squares] = [saved.count, saved.sum, saved.squares];
    [this.#mean, this.#deviation] = [saved.mean, saved.deviation];
  }

  get count(): number {
    return this.#count;
  }

  /** Mean of the last values, this one included. */
  get level(): number {
    return this.#recent.mean;
  }

  /** Of all values before the last one added. */
  get mean(): number {
    return this.#mean;
  }

  /** Likewise; 0 only while every reading was 0. */
  get deviation(): number {
    return this.#deviation;
  }

  /**
   * How far the level lies above the mean, in standard deviations.
   * @param largest the largest reading so far, whatever its sign, this one included
   */
  judge(value: number, largest: number): number {
    this.#recent.push(value);
    if (this.#count > 0) {
      this.#mean = this.#sum / this.#count;
      const variance = Math.max(0, this.#squares / this.#count - this.#mean * this.#mean);
      this.#deviation = Math.max(
        Math.sqrt(variance),
        LEAST_SHARE_OF_MEAN * this.#mean,
        LEAST_SHARE_OF_LARGEST * largest,
      );
    }
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
    const above = this.level - this.#mean;
    if (this.#deviation > 0) return Math.min(LARGEST_Z, above / this.#deviation);
    return above > 0 ? LARGEST_Z : 0;
  }

  /** A new stretch: its level starts anew, the past stays. */
  restart(): void {
    this.#recent.clear();
  }

  state(): State {
    return {
      count: this.#count,
      sum: this.#sum,
      squares: this.#squares,
      mean: this.#mean,
      deviation: this.#deviation,
      recent: this.#recent.state(),
    };
  }
}
