import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { observationAt } from '../../src/replay/observation.ts';
import type { RawSeries } from '../../src/telemetry/raw-series.ts';
import { type Recording, rowCount, sliceRows } from '../../src/telemetry/recording.ts';

const ROW_MS = 1_000;

const series: fc.Arbitrary<RawSeries> = fc
  .tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.uniqueArray(fc.integer({ min: -2_000, max: 12_000 }), { maxLength: 30 }),
    fc.infiniteStream(fc.boolean()),
  )
  .map(([id, times, stale]) => {
    const timestampsMs = Float64Array.from(times).sort();
    return {
      labels: { __name__: 'm', id: String(id) },
      timestampsMs,
      values: timestampsMs.map((_, i) => i),
      stale: Uint8Array.from(timestampsMs, () => (stale.next().value ? 1 : 0)),
    };
  });

const recording: fc.Arbitrary<Recording> = fc
  .tuple(fc.integer({ min: 1, max: 10 }), fc.array(series, { maxLength: 4 }))
  .map(([rows, list]) => ({
    id: 'r',
    channels: [],
    columns: [],
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => row * ROW_MS),
    series: list,
  }));

const told = (one: Recording) =>
  Array.from({ length: rowCount(one) }, (_, row) => observationAt(one, row).samples ?? []);

describe('raw series of a recording', () => {
  it('shows every sample up to the last row exactly once, by the first row that is not before it', () => {
    fc.assert(
      fc.property(recording, (one) => {
        const lastMs = one.timestampsMs.at(-1)!;
        const shown = told(one).flat();
        const due = one.series!.flatMap(({ timestampsMs }) => [...timestampsMs].filter((at) => at <= lastMs));
        expect(shown).toHaveLength(due.length);
        told(one).forEach((samples, row) => {
          for (const { timestampMs } of samples) {
            expect(timestampMs).toBeLessThanOrEqual(one.timestampsMs[row]!);
            if (row > 0) expect(timestampMs).toBeGreaterThan(one.timestampsMs[row - 1]!);
          }
        });
      }),
    );
  });

  it('cut at any row, shows on both sides together what the whole shows', () => {
    fc.assert(
      fc.property(recording, fc.nat(10), (one, at) => {
        const cut = Math.min(at, rowCount(one));
        const parts = [sliceRows(one, 0, cut), sliceRows(one, cut, rowCount(one))];
        expect(parts.flatMap(told)).toEqual(told(one));
      }),
    );
  });

  it('are not spoken of where the recording brings none', () => {
    const plain: Recording = { id: 'r', channels: [], columns: [], timestampsMs: Float64Array.of(0) };
    expect(observationAt(plain, 0)).not.toHaveProperty('samples');
    expect(sliceRows(plain, 0, 1)).not.toHaveProperty('series');
  });
});
