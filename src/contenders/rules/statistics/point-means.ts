import type { State } from '../../state-codec.ts';

interface Saved {
  readonly startMs: number;
  readonly lastMs: number;
  readonly sum: number;
  readonly count: number;
}

/**
 * Readings → points of a chart: the mean of all readings within `pointMs` of the first of them, or each reading by
 * itself where that is 0. A point is complete as soon as the next reading, one gap on, would lie beyond it; where the
 * sampling step is longer than a point, that is at once.
 */
export class PointMeans {
  readonly #pointMs: number;
  #startMs: number;
  #lastMs: number;
  #sum: number;
  #count: number;

  constructor(pointMs: number, from: State | undefined) {
    this.#pointMs = pointMs;
    const saved = from as unknown as Saved | undefined;
    this.#startMs = saved?.startMs ?? Number.NaN;
    this.#lastMs = saved?.lastMs ?? Number.NaN;
    this.#sum = saved?.sum ?? 0;
    this.#count = saved?.count ?? 0;
  }

  /** @param complete is called with each point that this reading completes, at most two, in order */
  add(nowMs: number, reading: number, complete: (point: number) => void): void {
    if (this.#pointMs === 0) {
      complete(reading);
      return;
    }
    if (this.#count > 0 && nowMs - this.#startMs >= this.#pointMs) this.#close(complete);
    const gapMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (this.#count === 0) this.#startMs = nowMs;
    this.#sum += reading;
    this.#count++;
    if (nowMs + gapMs - this.#startMs >= this.#pointMs) this.#close(complete); // no gap is known before the second reading
  }

  /** The point that was being filled is left out. */
  lose(): void {
    this.#sum = 0;
    this.#count = 0;
  }

  state(): State {
    return { startMs: this.#startMs, lastMs: this.#lastMs, sum: this.#sum, count: this.#count };
  }

  #close(complete: (point: number) => void): void {
    complete(this.#sum / this.#count);
    this.lose();
  }
}
