import { PromqlRefusal } from '../evaluated.ts';
import { metricName } from '../labels.ts';
import type { SampleSeries } from '../sample-source.ts';
import type { Span } from '../syntax.ts';

export function refuseNativeHistogram({ labels }: SampleSeries, span: Span): never {
  const name = metricName(labels);
  throw new PromqlRefusal('native-histogram', name, span, `${name} holds native histograms, which are not evaluated`);
}

/** Refuses a series with a native histogram in any window (endsMs − rangeMs, endsMs]. Ends only move forward. */
export function refuseHistogramsInWindows(
  series: SampleSeries,
  endsMs: Float64Array,
  rangeMs: number,
  span: Span,
): void {
  const { nativeHistograms = [], timestampsMs } = series;
  let next = 0;
  for (let i = 0; i < endsMs.length && next < nativeHistograms.length; i++) {
    const endMs = endsMs[i]!;
    while (next < nativeHistograms.length && timestampsMs[nativeHistograms[next]!]! <= endMs - rangeMs) next++;
    if (next < nativeHistograms.length && timestampsMs[nativeHistograms[next]!]! <= endMs) {
      refuseNativeHistogram(series, span);
    }
  }
}
