/** A clock's ticks that a series has samples at, as runs: first tick, number of ticks, first, number, ... */
export type TickRuns = readonly number[];

export interface SharedClocks {
  /** Ascending times of each clock. */
  readonly clocks: readonly Float64Array[];
  /** For each series, its clock and the ticks of it that are the series' own. */
  readonly placed: readonly { readonly clock: number; readonly ticks: TickRuns }[];
}

/** A series joins the clock that has at least this share of its times already. */
const SHARED_SHARE = 0.5;

/**
 * Finds out which series were sampled together. Series of one scrape share every time; a series that came later or went
 * away has some of them. Longest series first, so that a clock is rarely extended; same input, same clocks.
 */
export function shareClocks(times: readonly Float64Array[]): SharedClocks {
  const clocks: Set<number>[] = [];
  const clocksAt = new Map<number, number[]>();
  const clockOf = new Array<number>(times.length);
  const longestFirst = [...times.keys()].sort((a, b) => times[b]!.length - times[a]!.length || a - b);
  for (const i of longestFirst) {
    const clock = nearestClock(times[i]!, clocksAt) ?? clocks.push(new Set()) - 1;
    for (const ms of times[i]!) {
      if (clocks[clock]!.has(ms)) continue;
      clocks[clock]!.add(ms);
      clocksAt.set(ms, [...(clocksAt.get(ms) ?? []), clock]);
    }
    clockOf[i] = clock;
  }
  const sorted = clocks.map((clock) => Float64Array.from(clock).sort());
  const tickOf = sorted.map((clock) => new Map([...clock].map((ms, tick) => [ms, tick])));
  return {
    clocks: sorted,
    placed: times.map((own, i) => ({ clock: clockOf[i]!, ticks: tickRuns(own, tickOf[clockOf[i]!]!) })),
  };
}

/** The clock with most of the times, the first of equals; null where none has enough of them. */
function nearestClock(times: Float64Array, clocksAt: ReadonlyMap<number, readonly number[]>): number | null {
  const shared = new Map<number, number>();
  for (const ms of times) {
    for (const clock of clocksAt.get(ms) ?? []) shared.set(clock, (shared.get(clock) ?? 0) + 1);
  }
  let best: number | null = null;
  for (const [clock, count] of shared) {
    const most = best === null ? SHARED_SHARE * times.length : shared.get(best)!;
    if (best === null ? count >= most : count > most || (count === most && clock < best)) best = clock;
  }
  return best;
}

function tickRuns(times: Float64Array, tickOf: ReadonlyMap<number, number>): TickRuns {
  const runs: number[] = [];
  for (const ms of times) {
    const tick = tickOf.get(ms)!; // every time of a series was put into its clock
    const isNext = runs.length > 0 && runs[runs.length - 2]! + runs[runs.length - 1]! === tick;
    if (isNext) runs[runs.length - 1]!++;
    else runs.push(tick, 1);
  }
  return runs;
}
