import type { State } from '../../state-codec.ts';

/** From this share of its limit on a rule's level belongs to an occasion. */
const NEAR_LIMIT = 0.75;
/** A pause longer than this ends an occasion. */
const PAUSE_MS = 4 * 3_600_000;
/** More occasions than this are never kept; the oldest go first. */
const MOST_KEPT = 64;

type Occasion = { readonly peak: number; readonly lastMs: number };

interface Saved {
  readonly closed: readonly Occasion[];
  readonly open: Occasion | null;
}

/** What has been this high on several separate earlier occasions is the system's own habit, not news. */
export class SeenBefore {
  readonly #times: number;
  readonly #withinMs: number;
  #closed: readonly Occasion[];
  #open: Occasion | null;

  constructor(times: number, withinMs: number, from: State | undefined) {
    this.#times = times;
    this.#withinMs = withinMs;
    const saved = from as unknown as Saved | undefined;
    this.#closed = saved?.closed ?? [];
    this.#open = saved?.open ?? null;
  }

  /** Was it this high `times` times before? Then takes note of this row. */
  judge(nowMs: number, level: number, ratio: number, learn: boolean): boolean {
    if (this.#open !== null && nowMs - this.#open.lastMs > PAUSE_MS) {
      this.#closed = this.#withOpen().filter(({ lastMs }) => nowMs - lastMs <= this.#withinMs);
      this.#open = null;
    }
    let seen = 0;
    for (const { peak, lastMs } of this.#closed) {
      if (peak >= level && nowMs - lastMs <= this.#withinMs) seen++;
    }
    if (learn && ratio >= NEAR_LIMIT) {
      this.#open = { peak: Math.max(level, this.#open?.peak ?? level), lastMs: nowMs };
    }
    return seen >= this.#times;
  }

  state(): State {
    return { closed: this.#closed, open: this.#open };
  }

  learned(): State {
    return { closed: this.#withOpen(), open: null };
  }

  #withOpen(): readonly Occasion[] {
    return this.#open === null ? this.#closed : [...this.#closed, this.#open].slice(-MOST_KEPT);
  }
}
