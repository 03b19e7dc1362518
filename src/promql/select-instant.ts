import type { Column } from './evaluated.ts';
import { type Evaluation, newColumn } from './evaluation.ts';
import { refuseNativeHistogram } from './native-histograms.ts';
import type { SampleSeries } from './sample-source.ts';
import { countUpTo } from './search-times.ts';
import type { InstantSelector } from './syntax.ts';
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
  for (const series of found) {
    const column = newColumn(evaluation, series.labels, false, selector.span);
    if (fill(column, { series, referencesMs, lookbackMs, what, selector })) columns.push(column);
  }
  return columns;
}

interface Look {
  readonly series: SampleSeries;
  readonly referencesMs: Float64Array;
  readonly lookbackMs: number;
  readonly what: 'value' | 'time';
  readonly selector: InstantSelector;
}

/** False when no step saw anything. */
function fill({ values, present }: Column, { series, referencesMs, lookbackMs, what, selector }: Look): boolean {
  const { timestampsMs, stale, nativeHistograms } = series;
  const histograms = nativeHistograms === undefined ? null : new Set(nativeHistograms);
  let seenAny = false;
  let next = countUpTo(timestampsMs, referencesMs[0]!);
  for (let i = 0; i < referencesMs.length; i++) {
    const referenceMs = referencesMs[i]!;
    while (next < timestampsMs.length && timestampsMs[next]! <= referenceMs) next++;
    const newest = next - 1;
    if (newest < 0 || timestampsMs[newest]! <= referenceMs - lookbackMs) continue;
    if (stale !== null && stale[newest] === 1) continue;
    if (histograms?.has(newest)) refuseNativeHistogram(series, selector.span);
    values[i] = what === 'value' ? series.values[newest]! : timestampsMs[newest]! / 1000;
    present[i] = 1;
    seenAny = true;
  }
  return seenAny;
}
