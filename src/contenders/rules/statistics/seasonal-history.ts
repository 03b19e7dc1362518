import type { State } from '../../state-codec.ts';

/** 1.4826 makes the median absolute deviation estimate the standard deviation of normal data: 1 / Φ⁻¹(3/4). */
const MAD_TO_SIGMA = 1.4826;
/** A spread of fewer seasons than this says nothing. */
const LEAST_SEASONS_FOR_SPREAD = 3;

interface Saved {
  readonly means: Float64Array;
  readonly counts: Int32Array;
  readonly key: number;
  readonly sum: number;
  readonly readings: number;
}

/**
 * The last seasons of one channel, cut into slots of the day or week (UTC): per slot a ring of the means of earlier
 * seasons. Memory is slots × seasons whatever the sampling step; work per reading does not depend on the history.
 */
export class SeasonalHistory {
  readonly #slotMs: number;
  readonly #slots: number;
  readonly #seasons: number;
  readonly #means: Float64Array;
  /** Means ever put into the slot's ring. */
  readonly #counts: Int32Array;
  readonly #scratch: Float64Array;
  /** Slots since 1970 of the slot that is being filled; NaN before the first reading. */
  #key = Number.NaN;
  #sum = 0;
  #readings = 0;

  constructor(seasonMs: number, slotMs: number, seasons: number, from: State | undefined) {
    this.#slotMs = slotMs;
    this.#slots = Math.round(seasonMs / slotMs);
    this.#seasons = seasons;
    this.#scratch = new Float64Array(seasons);
    const saved = from as unknown as Saved | undefined;
    this.#means = saved ? saved.means.slice() : new Float64Array(this.#slots * seasons);
    this.#counts = saved ? saved.counts.slice() : new Int32Array(this.#slots);
    if (saved) [this.#key, this.#sum, this.#readings] = [saved.key, saved.sum, saved.readings];
  }

  /** Median of the same slot in earlier seasons, and how far they lie from it; `null` before there is one. */
  expected(nowMs: number): { readonly median: number; readonly spread: number } | null {
    this.#close(nowMs);
    const slot = this.#slotOf(Math.floor(nowMs / this.#slotMs));
    const held = Math.min(this.#counts[slot]!, this.#seasons);
    if (held === 0) return null;
    const from = slot * this.#seasons;
    for (let i = 0; i < held; i++) this.#scratch[i] = this.#means[from + i]!;
    const median = medianOf(this.#scratch, held);
    if (held < LEAST_SEASONS_FOR_SPREAD) return { median, spread: 0 };
    for (let i = 0; i < held; i++) this.#scratch[i] = Math.abs(this.#scratch[i]! - median);
    return { median, spread: MAD_TO_SIGMA * medianOf(this.#scratch, held) };
  }

  add(nowMs: number, reading: number): void {
    this.#close(nowMs);
    this.#key = Math.floor(nowMs / this.#slotMs);
    this.#sum += reading;
    this.#readings++;
  }

  state(): State {
    return { means: this.#means, counts: this.#counts, key: this.#key, sum: this.#sum, readings: this.#readings };
  }

  /** As the next session starts: the slot that was being filled is taken as full. */
  learned(): State {
    const closed = new SeasonalHistory(this.#slots * this.#slotMs, this.#slotMs, this.#seasons, this.state());
    closed.#close(Number.POSITIVE_INFINITY);
    return closed.state();
  }

  #close(nowMs: number): void {
    if (this.#readings === 0 || Math.floor(nowMs / this.#slotMs) === this.#key) return;
    const slot = this.#slotOf(this.#key);
    this.#means[slot * this.#seasons + (this.#counts[slot]! % this.#seasons)] = this.#sum / this.#readings;
    this.#counts[slot]!++;
    [this.#key, this.#sum, this.#readings] = [Number.NaN, 0, 0];
  }

  #slotOf(key: number): number {
    const slot = key % this.#slots;
    return slot < 0 ? slot + this.#slots : slot;
  }
}

/** Insertion sort in place: a handful of seasons. */
function medianOf(values: Float64Array, length: number): number {
  for (let i = 1; i < length; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= 0 && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
  const half = length >> 1;
  return length % 2 === 1 ? values[half]! : values[half - 1]! / 2 + values[half]! / 2;
}
