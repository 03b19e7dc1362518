import type { Cause } from '../contract.ts';
import type { State } from '../state-codec.ts';

export interface Peak {
  readonly atMs: number;
  readonly score: number;
  readonly causes: readonly Cause[];
}

/**
 * The largest score of the last `windowMs`, the newest of equals. Keeps only rows that may still become the largest:
 * amortised constant work a row, and at most the rows of one window.
 */
export class RecentPeak {
  readonly #windowMs: number;
  /** Oldest first, scores falling. */
  #candidates: Peak[];

  constructor(windowMs: number, from?: readonly Peak[]) {
    this.#windowMs = windowMs;
    this.#candidates = [...(from ?? [])];
  }

  push(peak: Peak): void {
    while (this.#candidates.length > 0 && this.#candidates.at(-1)!.score <= peak.score) this.#candidates.pop();
    this.#candidates.push(peak);
  }

  /** Both ends of the window belong to it. `nowMs` must not go back. */
  at(nowMs: number): Peak | undefined {
    const firstInside = this.#candidates.findIndex(({ atMs }) => nowMs - atMs <= this.#windowMs);
    if (firstInside !== 0) this.#candidates.splice(0, firstInside < 0 ? this.#candidates.length : firstInside);
    return this.#candidates[0];
  }

  state(): State {
    return this.#candidates.map(({ atMs, score, causes }) => ({
      atMs,
      score,
      causes: causes.map((cause) => ({ ...cause })),
    }));
  }
}
