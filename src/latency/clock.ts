import { calibrateTimerOverhead, hrtimeNowTimestampProvider, type TimestampProvider } from 'tinybench';

/** A monotonic clock, in tinybench's shape. */
export type Clock = TimestampProvider;

/** process.hrtime.bigint: nanosecond steps, never set back. */
export const monotonicClock: Clock = hrtimeNowTimestampProvider;

export function readMs(clock: Clock): number {
  return clock.toMs(clock.fn());
}

export interface TimerFacts {
  /** Smallest step seen between readings one after the other: the timer is at least this fine. 0: it never moved. */
  readonly resolutionNs: number;
  /** Median cost of one reading; part of every sample. 0 where it is below the resolution. */
  readonly costNs: number;
}

const READINGS = 10_000;

export function timerFacts(clock: Clock): TimerFacts {
  let smallestMs = Number.POSITIVE_INFINITY;
  let previous = clock.fn();
  for (let i = 0; i < READINGS; i++) {
    const next = clock.fn();
    // Subtracted before converting: nanoseconds since boot do not fit a double exactly.
    const stepMs = clock.toMs(typeof next === 'bigint' ? next - (previous as bigint) : next - (previous as number));
    if (stepMs > 0 && stepMs < smallestMs) smallestMs = stepMs;
    previous = next;
  }
  return {
    resolutionNs: Number.isFinite(smallestMs) ? smallestMs * 1e6 : 0,
    costNs: calibrateTimerOverhead(clock) * 1e6,
  };
}
