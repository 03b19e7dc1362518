import type { Column } from '../evaluated.ts';
import type { SampleSeries } from '../sample-source.ts';
import type { InstantSelector } from '../syntax.ts';
import { type Evaluation, keep, newColumn } from './evaluation.ts';
import { refuseNativeHistogram } from './native-histograms.ts';
import { perClock } from './per-clock.ts';
import { countUpTo } from './search-times.ts';
import { referenceTimes } from './time-shift.ts';

/**
 * Each step sees a series' newest sample in (reference − lookback, reference]; nothing where there is none or it is a
 * staleness marker. `what`: the sample's value, or its own time in seconds (which `timestamp()` asks for).
 */
export function selectInstant(
  selector: InstantSelector,
  evaluation: Evaluation,
  what: 'value' | 'time' = 'value',
): readonly Column[] {
  const referencesMs = referenceTimes(selector, evaluation);
  const { source, lookbackMs, budget } = evaluation;
  const found = source.select(selector.matchers, referencesMs[0]! - lookbackMs, referencesMs.at(-1)!);
  budget.checkSeries(found.length, selector.span);
  const columns: Column[] = [];
  const newestOf = perClock(referencesMs.length, (timesMs) => newestSamples(timesMs, referencesMs, lookbackMs));
  for (const series of found) {
    const newest = newestOf(series.timestampsMs);
    refuseSeenHistograms(series, newest, selector);
    const column = newColumn(evaluation, series.labels, false, selector.span);
    const read = what === 'value' ? series.values : series.timestampsMs.map((atMs) => atMs / 1000);
    fill(column, newest, read, series.stale);
    keep(column, columns, evaluation);
  }
  return columns;
}

/** The index of the sample each step sees, a staleness marker being one too; -1 where it sees none. */
function newestSamples(timestampsMs: Float64Array, referencesMs: Float64Array, lookbackMs: number): Int32Array {
  const newest = new Int32Array(referencesMs.length);
  let next = countUpTo(timestampsMs, referencesMs[0]!);
  for (let i = 0; i < newest.length; i++) {
    const referenceMs = referencesMs[i]!;
    while (next < timestampsMs.length && timestampsMs[next]! <= referenceMs) next++;
    newest[i] = next > 0 && timestampsMs[next - 1]! > referenceMs - lookbackMs ? next - 1 : -1;
  }
  return newest;
}

function refuseSeenHistograms(series: SampleSeries, newest: Int32Array, { span }: InstantSelector): void {
  if (series.nativeHistograms === undefined) return;
  const histograms = new Set(series.nativeHistograms);
  if (newest.some((sample) => histograms.has(sample))) refuseNativeHistogram(series, span);
}

function fill({ values, present }: Column, newest: Int32Array, read: Float64Array, stale: Uint8Array | null): void {
  for (let i = 0; i < newest.length; i++) {
    const sample = newest[i]!;
    if (sample === -1 || (stale !== null && stale[sample] === 1)) continue;
    values[i] = read[sample]!;
    present[i] = 1;
  }
}
