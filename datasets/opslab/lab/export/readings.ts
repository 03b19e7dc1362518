import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';

/** A series without its staleness markers' values, ready for asking about the past of a moment. */
export interface Readings {
  readonly labels: Readonly<Record<string, string>>;
  /** The last reading at or before, or NaN: older than `LOOKBACK_MS`, ended by a staleness marker, or none. */
  readonly lastAt: (ms: number) => number;
  /** Growth per second within (ms - windowMs, ms], a counter's restart counted from zero; NaN below two readings. */
  readonly rateAt: (ms: number, windowMs: number) => number;
}

/** A series is scraped every second; what is older than this says nothing about now. */
export const LOOKBACK_MS = 5_000;

export function readingsOf({ labels, timestampsMs, values, stale }: RawSeries): Readings {
  const kept = [...timestampsMs.keys()].filter((i) => stale[i] === 0 && !Number.isNaN(values[i]!));
  const times = Float64Array.from(kept, (i) => timestampsMs[i]!);
  const readings = Float64Array.from(kept, (i) => values[i]!);
  const grown = new Float64Array(kept.length);
  for (let i = 1; i < kept.length; i++) {
    const step = readings[i]! - readings[i - 1]!;
    grown[i] = grown[i - 1]! + (step < 0 ? readings[i]! : step);
  }
  const ends = Float64Array.from(
    [...timestampsMs.keys()].filter((i) => stale[i] === 1),
    (i) => timestampsMs[i]!,
  );
  return {
    labels,
    lastAt: (ms) => {
      const i = lastAtOrBefore(times, ms);
      if (i === -1 || ms - times[i]! > LOOKBACK_MS) return Number.NaN;
      const end = lastAtOrBefore(ends, ms);
      return end !== -1 && ends[end]! > times[i]! ? Number.NaN : readings[i]!;
    },
    rateAt: (ms, windowMs) => {
      const to = lastAtOrBefore(times, ms);
      const from = lastAtOrBefore(times, ms - windowMs) + 1;
      if (to - from < 1) return Number.NaN;
      return ((grown[to]! - grown[from]!) * 1000) / (times[to]! - times[from]!);
    },
  };
}

/** Index of the last time at or before, or -1. */
export function lastAtOrBefore(times: Float64Array, ms: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
