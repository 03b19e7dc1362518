import type { State } from '../../state-codec.ts';

const BUCKETS_IN_RECENT = 12;

interface Saved {
  readonly keys: Float64Array;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
}

/**
 * Mean of the last while and of a longer while before it. Readings are kept as sums per bucket (a twelfth of the recent
 * while), so memory does not depend on the sampling step, and sums are never subtracted from, so a huge reading leaves
 * nothing behind.
 */
export class BucketedMean {
  readonly #bucketMs: number;
  readonly #length: number;
  readonly #keys: Float64Array;
  readonly #sums: Float64Array;
  readonly #counts: Float64Array;

  constructor(recentMs: number, beforeMs: number, from: State | undefined) {
    this.#bucketMs = recentMs / BUCKETS_IN_RECENT;
    this.#length = BUCKETS_IN_RECENT + Math.max(1, Math.round(beforeMs / this.#bucketMs));
    const saved = from as unknown as Saved | undefined;
    this.#keys = saved?.keys ?? new Float64Array(this.#length).fill(Number.NaN);
    this.#sums = saved?.sums ?? new Float64Array(this.#length);
    this.#counts = saved?.counts ?? new Float64Array(this.#length);
  }

  add(nowMs: number, reading: number): void {
    const key = Math.floor(nowMs / this.#bucketMs);
    const at = this.#place(key);
    if (this.#keys[at] !== key) {
      this.#keys[at] = key;
      this.#sums[at] = 0;
      this.#counts[at] = 0;
    }
    this.#sums[at]! += reading;
    this.#counts[at]!++;
  }

  /** Recent mean minus the mean before; `null` until the readings before reach back as long as the recent while. */
  shift(nowMs: number): number | null {
    const newest = Math.floor(nowMs / this.#bucketMs);
    let recentSum = 0;
    let recent = 0;
    let beforeSum = 0;
    let before = 0;
    let oldest = 0;
    const newestAt = this.#place(newest);
    for (let i = 1; i <= this.#length; i++) {
      const at = (newestAt + i) % this.#length; // oldest first, so that the sum does not depend on the date
      const age = newest - this.#keys[at]!;
      if (age < BUCKETS_IN_RECENT) {
        recentSum += this.#sums[at]!;
        recent += this.#counts[at]!;
      } else if (age < this.#length) {
        beforeSum += this.#sums[at]!;
        before += this.#counts[at]!;
        oldest = Math.max(oldest, age);
      }
    }
    const isLongEnough = oldest >= Math.min(2 * BUCKETS_IN_RECENT, this.#length) - 1;
    return recent === 0 || !isLongEnough ? null : recentSum / recent - beforeSum / before;
  }

  #place(key: number): number {
    return ((key % this.#length) + this.#length) % this.#length;
  }

  state(): State {
    return { keys: this.#keys, sums: this.#sums, counts: this.#counts };
  }
}
