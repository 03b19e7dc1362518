/**
 * The k best values of one step: a binary heap with the worst of them on top. Which of equal values stay, and where,
 * follows the heap Prometheus uses (Go's container/heap), so that ties fall the same way.
 */
export class ValueHeap {
  /** The element each place holds, by its index in the vector. */
  readonly elements: number[] = [];
  readonly #values: Float64Array;
  readonly #sign: 1 | -1;

  /** `values`: of each element, at the step in question. `sign` 1 keeps the largest, -1 the smallest. */
  constructor(values: Float64Array, sign: 1 | -1) {
    this.#values = values;
    this.#sign = sign;
  }

  /** For another step, whose values are to be written before. */
  clear(): void {
    this.elements.length = 0;
  }

  /** NaN is worse than anything, in either direction. */
  #isWorse(a: number, b: number): boolean {
    const value = this.#values[a]!;
    return Number.isNaN(value) || this.#sign * value < this.#sign * this.#values[b]!;
  }

  offer(element: number, k: number): void {
    if (this.elements.length < k) {
      this.elements.push(element);
      this.#up(this.elements.length - 1);
      return;
    }
    const worst = this.#values[this.elements[0]!]!;
    const value = this.#values[element]!;
    if (this.#sign * worst < this.#sign * value || (Number.isNaN(worst) && !Number.isNaN(value))) {
      this.elements[0] = element;
      this.#down(0);
    }
  }

  /** Best first. */
  ranked(): readonly number[] {
    const order = (a: number, b: number): number => Number(this.#isWorse(a, b)) - Number(this.#isWorse(b, a));
    return [...this.elements].sort(order);
  }

  #swap(i: number, j: number): void {
    const held = this.elements[i]!;
    this.elements[i] = this.elements[j]!;
    this.elements[j] = held;
  }

  #up(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isWorse(this.elements[child]!, this.elements[parent]!)) return;
      this.#swap(parent, child);
      child = parent;
    }
  }

  #down(start: number): void {
    let parent = start;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.elements.length) return;
      const right = left + 1;
      const isRight = right < this.elements.length && this.#isWorse(this.elements[right]!, this.elements[left]!);
      const worse = isRight ? right : left;
      if (!this.#isWorse(this.elements[worse]!, this.elements[parent]!)) return;
      this.#swap(parent, worse);
      parent = worse;
    }
  }
}
