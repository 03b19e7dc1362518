import { labelsOf } from '../../../../src/promql/labels.ts';
import { memorySource } from '../../../../src/promql/memory-source.ts';
import type { SampleSeries, SampleSource } from '../../../../src/promql/sample-source.ts';

/** A series of its own times: NaN stands for no sample, 'stale' for a marker. */
export function series(
  labels: Record<string, string>,
  timesMs: readonly number[],
  values: readonly (number | 'stale')[],
): SampleSeries {
  const kept = timesMs
    .map((atMs, i) => ({ atMs, value: values[i]! }))
    .filter(({ value }) => value === 'stale' || !Number.isNaN(value));
  return {
    labels: labelsOf(Object.entries(labels)),
    timestampsMs: Float64Array.from(kept, ({ atMs }) => atMs),
    values: Float64Array.from(kept, ({ value }) => (value === 'stale' ? 0 : value)),
    stale: Uint8Array.from(kept, ({ value }) => (value === 'stale' ? 1 : 0)),
  };
}

export const sourceOf = (...all: readonly SampleSeries[]): SampleSource => memorySource(all);
