import { SortedWindow } from './sorted-window.ts';

export type RollingState = {
  readonly timesMs: Float64Array;
  readonly readings: Float64Array;
};

/** The readings of the last while, in order of time and in order of size. Amortised O(log n) search, one block move. */
export interface RollingReadings {
  readonly sorted: SortedWindow;
  /** Forgets readings more than the window before `nowMs`. */
  expire(nowMs: number): void;
  /** @param nowMs never goes back */
  add(nowMs: number, reading: number): void;
  state(): RollingState;
}

export function rollingReadings(
  windowMs: number,
  maxReadings: number,
  from: RollingState | undefined,
): RollingReadings {
  let timesMs: number[] = from ? Array.from(from.timesMs) : [];
  let readings: number[] = from ? Array.from(from.readings) : [];
  const sorted = new SortedWindow(readings);
  let oldest = 0;

  const dropOldest = () => {
    sorted.remove(readings[oldest]!);
    oldest++;
    if (oldest < 1024 || oldest * 2 < readings.length) return;
    timesMs = timesMs.slice(oldest);
    readings = readings.slice(oldest);
    oldest = 0;
  };
  return {
    sorted,
    expire(nowMs) {
      while (oldest < readings.length && nowMs - timesMs[oldest]! > windowMs) dropOldest();
    },
    add(nowMs, reading) {
      if (readings.length - oldest >= maxReadings) dropOldest();
      timesMs.push(nowMs);
      readings.push(reading);
      sorted.insert(reading);
    },
    state: () => ({
      timesMs: Float64Array.from(timesMs.slice(oldest)),
      readings: Float64Array.from(readings.slice(oldest)),
    }),
  };
}
