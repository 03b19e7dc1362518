export interface LookBack {
  readonly ageMs: number;
  /** It may be older than `ageMs` by this much. */
  readonly slackMs: number;
  /** Rows that are kept to find it in. */
  readonly rows: number;
}

export type EarlierReadingState = {
  readonly timesMs: Float64Array;
  readonly sigmas: Float64Array;
  readonly appended: number;
  readonly found: number;
};

/**
 * Finds the newest reading that is at least so old. A finger moves over the rows kept, only forward, as time advances:
 * constant work per row, and a definite answer where a timestamp steps back.
 */
export class EarlierReading {
  readonly #lookBack: LookBack;
  /** The newest rows; row n lies at n modulo the length. */
  readonly #timesMs: Float64Array;
  readonly #sigmas: Float64Array;
  /** Rows ever appended. */
  #appended: number;
  /** Number of the newest row that was old enough; -1: none yet. */
  #found: number;

  constructor(lookBack: LookBack, from?: EarlierReadingState) {
    this.#lookBack = lookBack;
    this.#timesMs = new Float64Array(lookBack.rows);
    this.#sigmas = new Float64Array(lookBack.rows);
    if (from !== undefined) {
      this.#timesMs.set(from.timesMs);
      this.#sigmas.set(from.sigmas);
    }
    this.#appended = from?.appended ?? 0;
    this.#found = from?.found ?? -1;
  }

  /** In sigmas; NaN: there is none, or it is too old. */
  find(timestampMs: number): number {
    const { ageMs, slackMs, rows } = this.#lookBack;
    const wantedMs = timestampMs - ageMs;
    const oldest = Math.max(0, this.#appended - rows);
    this.#found = Math.max(this.#found, oldest - 1);
    while (this.#found + 1 < this.#appended && this.#timesMs[(this.#found + 1) % rows]! <= wantedMs) this.#found++;
    if (this.#found < oldest) return Number.NaN;
    const at = this.#found % rows;
    return wantedMs - this.#timesMs[at]! <= slackMs ? this.#sigmas[at]! : Number.NaN;
  }

  append(timestampMs: number, sigmas: number): void {
    const at = this.#appended % this.#lookBack.rows;
    this.#timesMs[at] = timestampMs;
    this.#sigmas[at] = sigmas;
    this.#appended++;
  }

  state(): EarlierReadingState {
    const kept = Math.min(this.#appended, this.#lookBack.rows);
    return {
      timesMs: this.#timesMs.slice(0, kept),
      sigmas: this.#sigmas.slice(0, kept),
      appended: this.#appended,
      found: this.#found,
    };
  }
}
