/** Enough for the scrape clocks of a recording; each costs an index per step. */
const MAX_CLOCKS = 64;

/**
 * What was worked out for a list of times, for the other series that share the list: series that are scraped together
 * have one clock.
 */
export class PerClock<Worked> {
  readonly #known = new Map<Float64Array, Worked>();

  get(timesMs: Float64Array, work: (timesMs: Float64Array) => Worked): Worked {
    const known = this.#known.get(timesMs);
    if (known !== undefined) return known;
    if (this.#known.size === MAX_CLOCKS) this.#known.clear();
    const worked = work(timesMs);
    this.#known.set(timesMs, worked);
    return worked;
  }
}
