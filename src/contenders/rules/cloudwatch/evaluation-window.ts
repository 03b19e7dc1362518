import type { EvaluationWindow } from './alarm.ts';
import type { EvaluationClock } from './evaluation-clock.ts';
import { timeZoneOffsetMs } from './time-zone.ts';

/** One data point's stretch of buckets, `from` inclusive, `to` exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 604_800_000;
/** The Monday after the epoch, which was a Thursday: calendar weeks are taken to begin on Mondays. */
const FIRST_MONDAY_MS = 4 * 86_400_000;

/** Periods of an hour and more may cover a week, shorter ones a day. */
export const isLongPeriod = (periodMs: number): boolean => periodMs >= HOUR_MS;

/** How many periods an alarm may look back. */
export const mostPeriods = (periodMs: number): number =>
  Math.floor((isLongPeriod(periodMs) ? WEEK_MS : DAY_MS) / periodMs);

/**
 * The `count` newest periods at the end of bucket `last`, oldest first.
 *
 * Sliding: they end there and then, so that consecutive evaluations see overlapping data points. Wall clock: the newest
 * that are over by then, each a whole minute, hour, day or week of its time zone; a day may have 23 or 25 hours.
 */
export function periodsAt(
  window: EvaluationWindow,
  clock: Pick<EvaluationClock, 'bucketMs' | 'startOf' | 'bucketAt'>,
  periodMs: number,
  last: number,
  count: number,
): Period[] {
  if (window.kind === 'sliding') {
    const buckets = periodMs / clock.bucketMs;
    const periods: Period[] = [];
    for (let back = count - 1; back >= 0; back--) {
      const to = last + 1 - back * buckets;
      periods.push({ from: to - buckets, to });
    }
    return periods;
  }
  const edges = wallClockEdges(window.timeZone, periodMs, clock.startOf(last + 1), count).map((ms) =>
    clock.bucketAt(ms),
  );
  return edges.slice(1).map((to, i) => ({ from: edges[i]!, to }));
}

/** `count + 1` edges, the newest at or before `nowMs`, oldest first. */
function wallClockEdges(timeZone: string, periodMs: number, nowMs: number, count: number): number[] {
  const offsetAt = (ms: number) => timeZoneOffsetMs(timeZone, ms) ?? 0; // the zone was checked when the file was read
  if (periodMs <= HOUR_MS) {
    const aside = offsetAt(nowMs) % HOUR_MS; // whole hours do not move a clock's hours
    const newest = Math.floor((nowMs + aside) / periodMs) * periodMs - aside;
    return Array.from({ length: count + 1 }, (_, i) => newest - (count - i) * periodMs);
  }
  const base = periodMs === WEEK_MS ? FIRST_MONDAY_MS : 0;
  const edge = (n: number): number => {
    const localMs = base + n * periodMs;
    const guessMs = localMs - offsetAt(localMs);
    return localMs - offsetAt(guessMs);
  };
  let n = Math.floor((nowMs + offsetAt(nowMs) - base) / periodMs);
  if (edge(n) > nowMs) n--;
  return Array.from({ length: count + 1 }, (_, i) => edge(n - count + i));
}
