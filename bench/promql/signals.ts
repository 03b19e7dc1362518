import { normal, type Random } from '../../src/chance.ts';
import { DAY_MS, type Target } from './target.ts';

/** What series of telemetry look like, each drawn at a target's times. */
export type Signal = (target: Target, random: Random) => Float64Array;

const dayShare = (atMs: number): number => 1 + 0.5 * Math.sin((2 * Math.PI * atMs) / DAY_MS);

/** As many decimals as a program would print that measures something. */
const measured = (value: number): number => Number(value.toPrecision(12));

/** Events since the start of the process, more by day than by night, in bursts. */
export const counter: Signal = ({ timestampsMs, restarted }, random) => {
  const perScrape = 10 ** (random() * 3 - 0.5);
  let total = Math.floor(random() * 1e6);
  return timestampsMs.map((atMs, i) => {
    if (restarted[i] === 1) total = 0;
    const expected = perScrape * dayShare(atMs) * (random() < 0.01 ? 5 : 1);
    total += Math.max(0, Math.round(expected + Math.sqrt(expected) * normal(random)));
    return total;
  });
};

/** Seconds of something, which a counter need not count in whole numbers. */
export const secondsCounter: Signal = (target, random) =>
  counter(target, random).map((total) => measured(total * 0.0123));

/** Goes back to its mean, which swings over the day, and now and then jumps. */
export const gauge: Signal = ({ timestampsMs }, random) => {
  const mean = 10 ** (random() * 3);
  let offset = 0;
  return timestampsMs.map((atMs) => {
    offset = 0.99 * offset + 0.03 * mean * normal(random);
    if (random() < 0.0005) offset += mean;
    return measured(Math.max(0, mean * dayShare(atMs) + offset));
  });
};

/** A capacity or limit: changed once or twice a day at most. */
export const limit: Signal = ({ timestampsMs }, random) => {
  let value = Math.round(10 ** (1.5 + random() * 2.5));
  return timestampsMs.map(() => {
    if (random() < 1e-4) value = Math.round(value * (0.8 + 0.4 * random()));
    return value;
  });
};

/** 1, and 0 for some minutes a few times a day. */
export const health: Signal = ({ timestampsMs }, random) => {
  let outage = 0;
  return timestampsMs.map(() => {
    if (outage > 0) outage--;
    else if (random() < 4e-4) outage = 4 + Math.floor(random() * 120);
    return outage > 0 ? 0 : 1;
  });
};

/** The time, in seconds, at which something last happened: every ten minutes or so, sometimes long overdue. */
export const lastTime: Signal = ({ timestampsMs }, random) => {
  let lastMs = timestampsMs[0]! - 60_000;
  return timestampsMs.map((atMs) => {
    if (random() < 0.025 && atMs % 7_200_000 > 900_000) lastMs = atMs;
    return measured(lastMs / 1000);
  });
};

/** Cumulative counts of one histogram, one column for each upper bound; latencies spread around a drifting median. */
export function buckets(
  bounds: readonly number[],
  { timestampsMs, restarted }: Target,
  random: Random,
): Float64Array[] {
  const perScrape = 20 + 200 * random();
  const medianSeconds = 0.02 + 0.1 * random();
  const columns = bounds.map(() => new Float64Array(timestampsMs.length));
  const before = Math.round(1e5 * (1 + random()));
  const totals = bounds.map((bound) => Math.round(before * shareBelow(bound / medianSeconds)));
  for (let i = 0; i < timestampsMs.length; i++) {
    const atMs = timestampsMs[i]!;
    if (restarted[i] === 1) totals.fill(0);
    const observed = Math.max(0, Math.round(perScrape * dayShare(atMs) + 3 * normal(random)));
    const median = medianSeconds * dayShare(atMs + 3_600_000) * (random() < 0.01 ? 4 : 1);
    bounds.forEach((bound, b) => {
      totals[b]! += Math.round(observed * shareBelow(bound / median));
      columns[b]![i] = totals[b]!;
    });
  }
  return columns;
}

/** Log-logistic: close to the long-tailed spread of latencies, and without an error function. */
const shareBelow = (timesMedian: number): number =>
  timesMedian === Number.POSITIVE_INFINITY ? 1 : 1 / (1 + timesMedian ** -2.5);

/** Upper bounds of the client libraries' default buckets. */
export const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Number.POSITIVE_INFINITY] as const;

export const boundLabel = (bound: number): string => (bound === Number.POSITIVE_INFINITY ? '+Inf' : String(bound));
