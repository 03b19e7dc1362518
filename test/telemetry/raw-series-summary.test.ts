import { describe, expect, it } from 'vitest';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';
import { summariseRawSeries } from '../../src/telemetry/raw-series-summary.ts';

/** Null is a staleness marker. */
function series(labels: Record<string, string>, times: number[], values: (number | null)[]): RawSeries {
  return {
    labels,
    timestampsMs: Float64Array.from(times),
    values: Float64Array.from(values, (value) => value ?? Number.NaN),
    stale: Uint8Array.from(values, (value) => (value === null ? 1 : 0)),
  };
}
const TIMES = [0, 1_000, 2_001, 2_999, 5_000];

describe('a summary of raw series', () => {
  it('tells how regularly targets were scraped, and how often in vain', () => {
    const summary = summariseRawSeries([series({ __name__: 'up', instance: 'a' }, TIMES, [1, 1, 0, 1, 1])]);
    expect(summary).toMatchObject({ series: 1, samples: 5, targets: 1, failedScrapes: 1, scrapeGaps: 1 });
    expect(summary.scrapeStepMs).toEqual({ median: 1_001, p99: 2_001, longest: 2_001 });
  });

  it('counts a restart once, however many counters fell in it, and no gauge', () => {
    const of = (name: string, values: (number | null)[], instance = 'a') =>
      series({ __name__: name, instance }, TIMES, values);
    const { counterResets } = summariseRawSeries([
      of('x_total', [5, 6, 1, 2, 0]),
      of('y_count', [9, 9, 0, 0, 0]),
      of('y_sum', [9, 9, 0, 0, 0]),
      of('sessions_count', [5, 4, 3, 2, 1]),
      of('gauge_bytes', [5, 4, 3, 2, 1]),
      of('x_total', [5, null, 4, 4, 4], 'b'),
    ]);
    expect(counterResets).toBe(3);
  });

  it('counts staleness markers and alerts that fired', () => {
    const alert = (alertstate: string) =>
      series({ __name__: 'ALERTS', alertname: 'A', alertstate }, [1_000, 2_000], [1, null]);
    expect(summariseRawSeries([alert('pending'), alert('firing')])).toMatchObject({ staleMarkers: 2, alertsFired: 1 });
  });

  it('has no step of nothing', () => {
    expect(summariseRawSeries([])).toMatchObject({ targets: 0, scrapeStepMs: null, scrapeGaps: 0 });
  });
});
