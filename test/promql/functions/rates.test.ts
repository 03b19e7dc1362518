import { describe, expect, it } from 'vitest';
import { callOnSeries, holdsForEveryWindow, type Sample } from './call-on-series.ts';

interface Window {
  readonly endMs: number;
  readonly rangeMs: number;
}

/** Word for word: differences with resets, then extrapolation to each edge. */
function extrapolatedChange(
  samples: readonly Sample[],
  { endMs, rangeMs }: Window,
  isCounter: boolean,
  older = false,
): number | null {
  if (samples.length < 2) return null;
  const first = samples[0]!;
  const last = samples.at(-1)!;
  let change = last.v - first.v;
  if (isCounter) {
    samples.forEach(({ v }, i) => {
      if (i > 0 && v < samples[i - 1]!.v) change += samples[i - 1]!.v;
    });
  }
  const sampled = (last.t - first.t) / 1000;
  const spacing = sampled / (samples.length - 1);
  let toStart = (first.t - (endMs - rangeMs)) / 1000;
  let toEnd = (endMs - last.t) / 1000;
  const stopsAtZero = () => {
    if (isCounter && change > 0 && first.v >= 0) toStart = Math.min(toStart, sampled * (first.v / change));
  };
  if (older) stopsAtZero();
  if (toStart >= spacing * 1.1) toStart = spacing / 2;
  if (toEnd >= spacing * 1.1) toEnd = spacing / 2;
  if (!older) stopsAtZero();
  return change * ((sampled + toStart + toEnd) / sampled);
}

const isClose = (a: number | null, b: number | null): boolean =>
  a === null || b === null ? a === b : Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.abs(b);

describe('rate family', () => {
  it('increase and delta are what one window alone gives', () => {
    holdsForEveryWindow('increase', (samples, window) => extrapolatedChange(samples, window, true));
    holdsForEveryWindow('delta', (samples, window) => extrapolatedChange(samples, window, false));
  });

  it('increase takes a counter that has just begun back to its zero where an older server did', () => {
    holdsForEveryWindow('increase', (samples, window) => extrapolatedChange(samples, window, true, true), [], {
      olderExtrapolation: true,
    });
    const samples = [40, 50, 60].map((s, i) => ({ t: s * 1000, v: 10 * (i + 1) }));
    const given = { samples, startMs: 60_000, stepMs: 1000, count: 1, rangeMs: 60_000 };
    expect(callOnSeries('increase', given).values).toEqual([25]);
    expect(callOnSeries('increase', given, [], { olderExtrapolation: true }).values).toEqual([30]);
  });

  it('rate is the increase per second of range', () => {
    const samples = Array.from({ length: 50 }, (_, i) => ({ t: i * 15_000 + (i % 3), v: (i * i) % 37 }));
    const given = { samples, startMs: 60_000, stepMs: 15_000, count: 40, rangeMs: 61_234 };
    const rates = callOnSeries('rate', given).values;
    const increases = callOnSeries('increase', given).values;
    expect(rates.filter((rate) => rate !== null).length).toBeGreaterThan(30);
    rates.forEach((rate, i) => {
      expect(isClose(rate, increases[i] === null ? null : increases[i]! / 61.234)).toBe(true);
    });
  });

  it('idelta and irate see the last two samples', () => {
    holdsForEveryWindow('idelta', (samples) => (samples.length < 2 ? null : samples.at(-1)!.v - samples.at(-2)!.v));
    holdsForEveryWindow('irate', (samples) => {
      const [before, last] = samples.slice(-2);
      if (before === undefined || last === undefined) return null;
      return (last.v < before.v ? last.v : last.v - before.v) / ((last.t - before.t) / 1000);
    });
  });

  it('resets and changes count neighbours of the window, and NaN after NaN is no change', () => {
    const pairs = (samples: readonly Sample[]) => samples.slice(1).map(({ v }, i) => [samples[i]!.v, v] as const);
    holdsForEveryWindow('resets', (samples) =>
      samples.length === 0 ? null : pairs(samples).filter(([before, v]) => v < before).length,
    );
    holdsForEveryWindow('changes', (samples) =>
      samples.length === 0
        ? null
        : pairs(samples).filter(([before, v]) => v !== before && !(Number.isNaN(before) && Number.isNaN(v))).length,
    );
  });

  const given = {
    samples: [
      { t: 10_000, v: 1 },
      { t: 20_000, v: 2 },
    ],
    startMs: 20_000,
    stepMs: 10_000,
    count: 3,
    rangeMs: 15_000,
  };

  it.each([
    ['rate', 'requests', 1],
    ['increase', 'requests', 1],
    ['rate', 'requests_total', 0],
    ['rate', 'seconds_sum', 0],
    ['rate', 'seconds_count', 0],
    ['increase', 'seconds_bucket', 0],
    ['delta', 'requests', 0],
    ['irate', 'requests', 0],
    ['rate', '', 0],
  ])('%s of %s is remarked upon %d times', (name, metric, times) => {
    const { annotations } = callOnSeries(name, given, [], { metric });
    expect(annotations).toHaveLength(times);
    if (times === 0) return;
    expect(annotations[0]).toMatchObject({
      kind: 'info',
      message: 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "requests"',
    });
  });

  it('does not remark upon a name that gave no result', () => {
    expect(
      callOnSeries('rate', { ...given, startMs: 10_000, count: 1 }, [], { metric: 'requests' }).annotations,
    ).toEqual([]);
  });
});
