import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featureTable } from '../../datasets/opslab/lab/export/feature-table.ts';
import { FEATURES } from '../../datasets/opslab/lab/export/features.ts';
import { readingsOf } from '../../datasets/opslab/lab/export/readings.ts';
import { openSelection } from '../../datasets/opslab/lab/export/selection.ts';
import { packSnappy, unpackSnappy } from '../../datasets/opslab/lab/export/snappy.ts';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';

const NAN = Number.NaN;

/** Samples as [seconds, value]; a value of null is a staleness marker. */
function raw(labels: Record<string, string>, samples: readonly (readonly [number, number | null])[]): RawSeries {
  return {
    labels,
    timestampsMs: Float64Array.from(samples, ([s]) => s * 1000),
    values: Float64Array.from(samples, ([, value]) => value ?? NAN),
    stale: Uint8Array.from(samples, ([, value]) => (value === null ? 1 : 0)),
  };
}

describe('snappy', () => {
  it('unpacks what it packed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(unpackSnappy(packSnappy(bytes))).toEqual(bytes);
      }),
    );
  });

  it('follows copies of all three kinds, also into what they are just writing', () => {
    // "abcd", then 6 back 4 (1-byte offset), 3 back 2 (2-byte offset), 2 back 1 (4-byte offset).
    const packed = Uint8Array.of(
      15,
      3 << 2,
      97,
      98,
      99,
      100,
      (2 << 2) | 1,
      4,
      (2 << 2) | 2,
      2,
      0,
      (1 << 2) | 3,
      1,
      0,
      0,
      0,
    );
    expect(new TextDecoder().decode(unpackSnappy(packed))).toBe('abcdabcdababaaa');
  });
});

describe('readings', () => {
  const gauge = readingsOf(
    raw({ __name__: 'g' }, [
      [10, 1],
      [11, 2],
      [12, null],
      [20, 5],
    ]),
  );

  it('are the last at or before, never one to come', () => {
    expect([9.999, 10, 10.5, 11, 11.9].map((s) => gauge.lastAt(s * 1000))).toEqual([NAN, 1, 1, 2, 2]);
  });

  it('end with a staleness marker, and after five seconds without one', () => {
    expect([12, 13, 19.9, 20, 25, 25.1].map((s) => gauge.lastAt(s * 1000))).toEqual([NAN, NAN, NAN, 5, 5, NAN]);
  });

  it('grow by what a counter grew, from zero after a restart', () => {
    const counter = readingsOf(
      raw({ __name__: 'c' }, [
        [0, 100],
        [5, 110],
        [10, 4],
        [15, 9],
      ]),
    );
    expect(counter.rateAt(15_000, 20_000)).toBeCloseTo((10 + 4 + 5) / 15);
    expect(counter.rateAt(5_000, 5_000), 'the sample at the left edge is outside').toBe(NAN);
    expect(counter.rateAt(5_000, 5_001)).toBeCloseTo(2);
  });
});

describe('a selection', () => {
  const select = openSelection([
    raw({ __name__: 'b', le: '0.1', i: 'x' }, [
      [0, 0],
      [10, 60],
    ]),
    raw({ __name__: 'b', le: '0.2', i: 'x' }, [
      [0, 0],
      [10, 90],
    ]),
    raw({ __name__: 'b', le: '+Inf', i: 'x' }, [
      [0, 0],
      [10, 100],
    ]),
    raw({ __name__: 'g', i: 'x' }, [[10, 1]]),
    raw({ __name__: 'g', i: 'y' }, [[2, 7]]),
  ]);

  it('counts only series that have a reading', () => {
    expect(select('g').sum(10_000)).toBe(1);
    expect(select('g').max(3_000)).toBe(7);
    expect(select('g').sum(60_000)).toBe(NAN);
    expect(select('nobody').sum(10_000)).toBe(NAN);
  });

  it('reads quantiles as histogram_quantile does', () => {
    expect(select('b').quantile(10_000, 15_000, 0.5)).toBeCloseTo(0.1 * (50 / 60));
    expect(select('b').quantile(10_000, 15_000, 0.75)).toBeCloseTo(0.15);
    expect(select('b').quantile(10_000, 15_000, 0.99)).toBe(0.2);
    expect(select('b').quantile(40_000, 15_000, 0.5)).toBe(NAN);
  });
});

describe('the feature table', () => {
  const names = [
    { __name__: 'http_requests_total', code: '200', route: 'cart', instance: 'shop-a' },
    { __name__: 'http_requests_total', code: '500', route: 'cart', instance: 'shop-a' },
    { __name__: 'nginx_http_requests_total' },
    { __name__: 'up', job: 'shop', instance: 'shop-a' },
    { __name__: 'node_cpu_seconds_total', cpu: '1', mode: 'idle' },
  ];
  const value = fc.option(fc.integer({ min: 0, max: 1_000 }), { nil: null });
  const series = fc.tuple(...names.map(() => fc.array(value, { minLength: 20, maxLength: 20 }))).map((columns) =>
    columns.map((values, i) =>
      raw(
        names[i]!,
        values.map((v, s) => [s + 0.3, v] as const),
      ),
    ),
  );

  it('never reads a sample of later than its row', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 19 }), (all, cutS) => {
        const whole = featureTable('r', all, 0, 20_000);
        const known = featureTable(
          'r',
          all.map((one) => before(one, cutS * 1000)),
          0,
          20_000,
        );
        whole.columns.forEach((column, i) => {
          expect(known.columns[i]!.subarray(0, cutS)).toEqual(column.subarray(0, cutS));
        });
      }),
      { numRuns: 50 },
    );
  });

  it('has one row a second and a cell without reading where nothing is known', () => {
    const table = featureTable('r', [], 5_000, 8_000);
    expect([...table.timestampsMs]).toEqual([6_000, 7_000, 8_000]);
    expect(table.columns.length).toBe(FEATURES.length);
    expect(table.columns.every((column) => column.every(Number.isNaN))).toBe(true);
  });
});

function before({ labels, timestampsMs, values, stale }: RawSeries, ms: number): RawSeries {
  const count = timestampsMs.filter((at) => at <= ms).length;
  return {
    labels,
    timestampsMs: timestampsMs.slice(0, count),
    values: values.slice(0, count),
    stale: stale.slice(0, count),
  };
}
