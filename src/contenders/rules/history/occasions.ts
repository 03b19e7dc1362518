import type { State } from '../../state-codec.ts';
import { PeakDays } from './peak-days.ts';

/** More earlier occasions than this are never kept; the oldest go first. */
const MOST_KEPT = 512;

/** What counts as an occasion, in readings. */
export interface OccasionTerms {
  /** So many earlier occasions make a habit. */
  readonly times: number;
  /** Standard deviations from which a row belongs to an occasion. */
  readonly level: number;
  /** A pause of more readings than this ends an occasion. */
  readonly gap: number;
  /** An occasion counts for so many readings after its last row. */
  readonly memory: number;
}

type Occasion = { readonly peak: number; readonly last: number; readonly lastMs: number };

interface Saved {
  readonly closed: readonly Occasion[];
  readonly open: Occasion | null;
  readonly days: State;
  readonly unseen: { readonly nowMs: number; readonly level: number } | null;
}

/** What has been this high on several separate earlier occasions is the channel's own habit, not news. */
export class Occasions {
  readonly #terms: OccasionTerms;
  readonly #days: PeakDays;
  #closed: readonly Occasion[];
  #open: Occasion | null;
  /** A row outside any occasion counts as past only from the next row on. */
  #unseen: Saved['unseen'];

  constructor(terms: OccasionTerms, memoryMs: number, from?: State) {
    const saved = from as unknown as Saved | undefined;
    this.#terms = terms;
    this.#days = new PeakDays(memoryMs, saved?.days);
    this.#closed = saved?.closed ?? [];
    this.#open = saved?.open ?? null;
    this.#unseen = saved?.unseen ?? null;
  }

  /** Was it this high `times` times before? Then takes note of this row. @param at number of the reading */
  judge(at: number, nowMs: number, level: number, z: number): boolean {
    this.#days.startAt(nowMs);
    if (this.#unseen !== null) this.#days.add(this.#unseen.nowMs, this.#unseen.level);
    this.#unseen = null;
    if (this.#open !== null && at - this.#open.last > this.#terms.gap) this.close(at);
    const isHabit = z > 0 && this.#countAsHigh(at, level) >= this.#terms.times;
    if (z >= this.#terms.level) {
      this.#open = { peak: Math.max(level, this.#open?.peak ?? level), last: at, lastMs: nowMs };
    } else this.#unseen = { nowMs, level };
    return isHabit;
  }

  /** Ends the occasion that is going on, if there is one. */
  close(at: number): void {
    if (this.#open === null) return;
    const isRemembered = ({ last }: Occasion) => at - last <= this.#terms.memory;
    this.#closed = [...this.#closed, this.#open].filter(isRemembered).slice(-MOST_KEPT);
    this.#days.add(this.#open.lastMs, this.#open.peak);
    this.#open = null;
  }

  /** When it was last this high, leaving out the occasion that is going on. */
  describe(nowMs: number, level: number): string {
    return this.#days.describe(nowMs, level);
  }

  state(): State {
    return { closed: this.#closed, open: this.#open, days: this.#days.state(), unseen: this.#unseen };
  }

  #countAsHigh(at: number, level: number): number {
    let count = 0;
    for (const { peak, last } of this.#closed) if (peak >= level && at - last <= this.#terms.memory) count++;
    return count;
  }
}
