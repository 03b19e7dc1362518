/** Readings in order of size, for a median that moves: insert and remove by binary search. */
export class SortedWindow {
  #sorted: Float64Array;
  #size = 0;

  constructor(readings: Iterable<number> = []) {
    const initial = Float64Array.from(readings).sort();
    this.#sorted = new Float64Array(Math.max(64, initial.length));
    this.#sorted.set(initial);
    this.#size = initial.length;
  }

  get size(): number {
    return this.#size;
  }

  insert(reading: number): void {
    if (this.#size === this.#sorted.length) {
      const larger = new Float64Array(2 * this.#size);
      larger.set(this.#sorted);
      this.#sorted = larger;
    }
    const at = this.#firstNotBelow(reading);
    this.#sorted.copyWithin(at + 1, at, this.#size);
    this.#sorted[at] = reading;
    this.#size++;
  }

  /** @param reading one that was inserted and not yet removed */
  remove(reading: number): void {
    const at = this.#firstNotBelow(reading);
    this.#sorted.copyWithin(at, at + 1, this.#size);
    this.#size--;
  }

  /** NaN when empty. */
  median(): number {
    const half = this.#size >> 1;
    if (this.#size % 2 === 1) return this.#sorted[half]!;
    return this.#size === 0 ? Number.NaN : this.#sorted[half - 1]! / 2 + this.#sorted[half]! / 2;
  }

  /**
   * The lower middle of |reading - centre|, without sorting the deviations: they fall towards the centre and rise after
   * it, so the h smallest are a run of neighbours, and the run is found by bisection.
   */
  medianDeviation(centre: number): number {
    const wanted = (this.#size + 1) >> 1;
    if (wanted === 0) return Number.NaN;
    let low = 0;
    let high = this.#size - wanted;
    while (low < high) {
      const start = (low + high) >> 1;
      if (centre - this.#sorted[start]! > this.#sorted[start + wanted]! - centre) low = start + 1;
      else high = start;
    }
    return Math.max(centre - this.#sorted[low]!, this.#sorted[low + wanted - 1]! - centre);
  }

  #firstNotBelow(reading: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const at = (low + high) >> 1;
      if (this.#sorted[at]! < reading) low = at + 1;
      else high = at;
    }
    return low;
  }
}
