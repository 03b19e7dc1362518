import type { State } from '../../state-codec.ts';

interface Saved {
  readonly values: Float64Array;
  readonly at: number;
  readonly count: number;
}

/**
 * Mean of the last `length` values, in amortised constant time. No sum is ever subtracted from: the window is a run of
 * new values, added up as they come, and the rest of an older run, added up from its end. So a huge value leaves
 * nothing behind once it is gone.
 */
export class SlidingMean {
  readonly #length: number;
  readonly #values: Float64Array;
  /** Per place of the older run: the sum from there to its end. */
  readonly #sumToEnd: Float64Array;
  #at = 0;
  #count = 0;
  #sumOfNew = 0;

  constructor(length: number, from?: State) {
    this.#length = length;
    const saved = from as unknown as Saved | undefined;
    this.#values = saved ? saved.values.slice() : new Float64Array(length);
    this.#sumToEnd = new Float64Array(length);
    if (saved === undefined) return;
    [this.#at, this.#count] = [saved.at, saved.count];
    for (let i = 0; i < this.#at; i++) this.#sumOfNew += this.#values[i]!;
    if (this.isFull) this.#addUpFromEnd(this.#at);
  }

  get isFull(): boolean {
    return this.#count === this.#length;
  }

  get count(): number {
    return this.#count;
  }

  /** NaN while empty. */
  get mean(): number {
    return (this.#sumOfNew + (this.isFull ? this.#sumToEnd[this.#at]! : 0)) / this.#count;
  }

  /** @returns the value that left the window; NaN while it fills */
  push(value: number): number {
    const left = this.isFull ? this.#values[this.#at]! : Number.NaN;
    this.#values[this.#at++] = value;
    this.#sumOfNew += value;
    if (this.#count < this.#length) this.#count++;
    if (this.#at === this.#length) {
      this.#addUpFromEnd(0);
      [this.#at, this.#sumOfNew] = [0, 0];
    }
    return left;
  }

  clear(): void {
    [this.#at, this.#count, this.#sumOfNew] = [0, 0, 0];
    this.#values.fill(0);
  }

  state(): State {
    return { values: this.#values, at: this.#at, count: this.#count };
  }

  #addUpFromEnd(to: number): void {
    let sum = 0;
    for (let i = this.#length - 1; i >= to; i--) {
      sum += this.#values[i]!;
      this.#sumToEnd[i] = sum;
    }
  }
}
