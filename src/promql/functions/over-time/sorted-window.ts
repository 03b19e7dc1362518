/** Whether a comes before b: NaN before every number, −0 before 0. Both of a kind: neither does. */
function isBefore(a: number, b: number): boolean {
  if (a < b) return true;
  if (a === b) return a === 0 && Object.is(a, -0) && !Object.is(b, -0);
  return Number.isNaN(a) && !Number.isNaN(b);
}

/** The values of a window in ascending order (NaN first), kept in order while the window moves along a series. */
export class SortedWindow {
  readonly #samples: Float64Array;
  #sorted: Float64Array;
  #size = 0;
  #first = 0;
  #end = 0;

  constructor(samples: Float64Array) {
    this.#samples = samples;
    this.#sorted = new Float64Array(16);
  }

  /** To the samples [first, end). Neither may be less than before. The result is good until the next move. */
  moveTo(first: number, end: number): Float64Array {
    if (first >= this.#end) {
      this.#size = 0;
      this.#end = first;
    } else for (let i = this.#first; i < first; i++) this.#remove(this.#samples[i]!);
    for (let i = this.#end; i < end; i++) this.#insert(this.#samples[i]!);
    this.#first = first;
    this.#end = end;
    return this.#sorted.subarray(0, this.#size);
  }

  #insert(value: number): void {
    if (this.#size === this.#sorted.length) {
      const wider = new Float64Array(this.#size * 2);
      wider.set(this.#sorted);
      this.#sorted = wider;
    }
    let at = this.#size;
    for (; at > 0 && isBefore(value, this.#sorted[at - 1]!); at--) this.#sorted[at] = this.#sorted[at - 1]!;
    this.#sorted[at] = value;
    this.#size++;
  }

  #remove(value: number): void {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.#sorted[middle]!, value)) low = middle + 1;
      else high = middle;
    }
    this.#sorted.copyWithin(low, low + 1, this.#size);
    this.#size--;
  }
}
