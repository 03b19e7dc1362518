/** Enough for the scrape clocks of a recording; each costs an index per step. */
const MAX_CLOCKS = 64;

/**
 * What is worked out for a list of times, remembered for the other series that share the list: series that are scraped
 * together have one clock. For a single step there is too little to work out to be worth remembering.
 */
export function perClock<Worked>(
  stepCount: number,
  work: (timesMs: Float64Array) => Worked,
): (timesMs: Float64Array) => Worked {
  if (stepCount === 1) return work;
  const known = new Map<Float64Array, Worked>();
  return (timesMs) => {
    let worked = known.get(timesMs);
    if (worked === undefined) {
      if (known.size === MAX_CLOCKS) known.clear();
      worked = work(timesMs);
      known.set(timesMs, worked);
    }
    return worked;
  };
}
