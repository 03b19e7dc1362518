import type { State } from '../../state-codec.ts';

interface Entry {
  readonly atMs: number;
  readonly reading: number;
}

/** Smallest reading of the last while (monotone queue; amortised constant). One entry per distinct time at most. */
export class WindowMinimum {
  readonly #windowMs: number;
  #queue: Entry[];
  #head = 0;

  constructor(windowMs: number, from: State | undefined) {
    this.#windowMs = windowMs;
    this.#queue = [...((from as unknown as readonly Entry[] | undefined) ?? [])];
  }

  /** `null` when the window holds nothing. */
  minimum(nowMs: number): number | null {
    while (this.#head < this.#queue.length && nowMs - this.#queue[this.#head]!.atMs > this.#windowMs) this.#head++;
    if (this.#head > 256 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return this.#queue[this.#head]?.reading ?? null;
  }

  add(nowMs: number, reading: number): void {
    while (this.#queue.length > this.#head && this.#queue.at(-1)!.reading >= reading) this.#queue.pop();
    const last = this.#queue.length > this.#head ? this.#queue.at(-1) : undefined;
    if (last === undefined || last.atMs < nowMs) this.#queue.push({ atMs: nowMs, reading });
  }

  state(): State {
    return this.#queue.slice(this.#head) as unknown as State;
  }
}
