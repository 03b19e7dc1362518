import type { State } from '../../state-codec.ts';

const DAY_MS = 86_400_000;
/** A year: nobody asks further back. */
const MOST_DAYS = 366;

interface Saved {
  readonly startMs: number;
  readonly days: Float64Array;
  readonly peaks: Float64Array;
}

/** The highest level of each of the last days, days being counted from the first row. For words, not for decisions. */
export class PeakDays {
  readonly #days: Float64Array;
  readonly #peaks: Float64Array;
  readonly #memoryMs: number;
  #startMs = Number.NaN;

  constructor(memoryMs: number, from?: State) {
    this.#memoryMs = Math.min(memoryMs, MOST_DAYS * DAY_MS);
    const saved = from as unknown as Saved | undefined;
    const length = Math.floor(this.#memoryMs / DAY_MS) + 2;
    this.#days = saved ? saved.days.slice() : new Float64Array(length).fill(Number.NaN);
    this.#peaks = saved ? saved.peaks.slice() : new Float64Array(length);
    this.#startMs = saved?.startMs ?? Number.NaN;
  }

  /** The first row, where days are counted from. */
  startAt(nowMs: number): void {
    if (Number.isNaN(this.#startMs)) this.#startMs = nowMs;
  }

  add(nowMs: number, level: number): void {
    const day = Math.max(0, Math.floor((nowMs - this.#startMs) / DAY_MS));
    const at = day % this.#days.length;
    if (this.#days[at] !== day) {
      this.#days[at] = day;
      this.#peaks[at] = level;
    } else if (level > this.#peaks[at]!) this.#peaks[at] = level;
  }

  /** `not seen this high in 27 days`, `last this high 3 days ago`. */
  describe(nowMs: number, level: number): string {
    const today = Math.floor((nowMs - this.#startMs) / DAY_MS);
    let last = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < this.#days.length; i++) {
      const day = this.#days[i]!;
      if (day <= today && day > last && this.#peaks[i]! >= level) last = day;
    }
    const lookedBackMs = Math.min(this.#memoryMs, nowMs - this.#startMs);
    const ago = today - last;
    if (ago * DAY_MS > lookedBackMs + DAY_MS) return `not seen this high in ${wholeUnits(lookedBackMs)}`;
    return ago === 0 ? 'already this high within the last day' : `last this high ${plural(ago, 'day')} ago`;
  }

  state(): State {
    return { startMs: this.#startMs, days: this.#days, peaks: this.#peaks };
  }
}

function wholeUnits(durationMs: number): string {
  const days = Math.floor(durationMs / DAY_MS);
  if (days >= 2) return plural(days, 'day');
  const hours = Math.floor(durationMs / 3_600_000);
  return hours >= 2 ? plural(hours, 'hour') : plural(Math.floor(durationMs / 60_000), 'minute');
}

const plural = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
