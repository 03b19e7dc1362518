import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import { compareLabels } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';

/** What was recorded, and over it what rules write. `nowMs`: nothing later is seen, whatever an expression asks for. */
export function layeredSource(base: SampleSource, written: SampleSource, nowMs: () => number): SampleSource {
  return {
    select(matchers, afterMs, untilMs) {
      const limitMs = Math.min(untilMs, nowMs());
      const below = base.select(matchers, afterMs, limitMs);
      const seen = untilMs > limitMs ? below.map((series) => cutAt(series, limitMs)) : below;
      const above = written.select(matchers, afterMs, limitMs);
      return above.length === 0 ? seen : merged(seen, above);
    },
  };
}

function merged(one: readonly SampleSeries[], other: readonly SampleSeries[]): SampleSeries[] {
  const all: SampleSeries[] = [];
  let i = 0;
  let j = 0;
  while (i < one.length || j < other.length) {
    const order = i >= one.length ? 1 : j >= other.length ? -1 : compareLabels(one[i]!.labels, other[j]!.labels);
    if (order < 0) all.push(one[i++]!);
    else if (order > 0) all.push(other[j++]!);
    else all.push(interleaved(one[i++]!, other[j++]!));
  }
  return all;
}

/** Two series of the same labels as one; of two samples at one time the first series' counts. */
function interleaved(first: SampleSeries, second: SampleSeries): SampleSeries {
  const samples = new Map<number, readonly [value: number, stale: number]>();
  for (const { timestampsMs, values, stale } of [second, first]) {
    timestampsMs.forEach((atMs, i) => {
      samples.set(atMs, [values[i]!, stale?.[i] ?? 0]);
    });
  }
  const sorted = [...samples].sort(([a], [b]) => a - b);
  return {
    labels: first.labels,
    timestampsMs: Float64Array.from(sorted, ([atMs]) => atMs),
    values: Float64Array.from(sorted, ([, [value]]) => value),
    stale: Uint8Array.from(sorted, ([, [, stale]]) => stale),
  };
}

function cutAt(series: SampleSeries, limitMs: number): SampleSeries {
  const { timestampsMs, values, stale, nativeHistograms } = series;
  const to = countUpTo(timestampsMs, limitMs);
  if (to === timestampsMs.length) return series;
  return {
    labels: series.labels,
    timestampsMs: timestampsMs.subarray(0, to),
    values: values.subarray(0, to),
    stale: stale?.subarray(0, to) ?? null,
    ...(nativeHistograms && { nativeHistograms: nativeHistograms.filter((index) => index < to) }),
  };
}
