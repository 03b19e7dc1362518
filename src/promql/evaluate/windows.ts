import type { Windows } from '../evaluated.ts';
import type { Labels } from '../labels.ts';
import type { SampleSeries } from '../sample-source.ts';
import type { RangeSelector, Span } from '../syntax.ts';
import type { Evaluation } from './evaluation.ts';
import { refuseHistogramsInWindows } from './native-histograms.ts';
import { perClock } from './per-clock.ts';
import { countUpTo } from './search-times.ts';
import { referenceTimes } from './time-shift.ts';

/** The samples of one series that range functions see: no staleness markers among them. */
export interface Samples {
  readonly labels: Labels;
  /** As of columns: only inside of a subquery, and only while names are removed at the end of the query. */
  readonly nameDropped: boolean;
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
}

export type NamedWindows = Windows & Pick<Samples, 'nameDropped'>;

/** Where the windows (end − range, end] begin and stop in a list of times. */
interface Edges {
  /** Samples of all windows together. */
  readonly sampleCount: number;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

function edges(timestampsMs: Float64Array, endsMs: Float64Array, rangeMs: number): Edges {
  const from = new Int32Array(endsMs.length);
  const to = new Int32Array(endsMs.length);
  let first = endsMs.length === 0 ? 0 : countUpTo(timestampsMs, endsMs[0]! - rangeMs);
  let stop = endsMs.length === 0 ? 0 : countUpTo(timestampsMs, endsMs[0]!);
  let sampleCount = 0;
  for (let i = 0; i < endsMs.length; i++) {
    const endMs = endsMs[i]!;
    const startMs = endMs - rangeMs;
    while (first < timestampsMs.length && timestampsMs[first]! <= startMs) first++;
    if (stop < first) stop = first;
    while (stop < timestampsMs.length && timestampsMs[stop]! <= endMs) stop++;
    from[i] = first;
    to[i] = stop;
    sampleCount += stop - first;
  }
  return { from, to, sampleCount };
}

/** Windows of one series after another; series that share one list of times share the edges too. */
export function* windowsOver(
  series: Iterable<Samples>,
  { endsMs, rangeMs }: Pick<Windows, 'endsMs' | 'rangeMs'>,
  { budget }: Evaluation,
  span: Span,
): Generator<NamedWindows> {
  const edgesOf = perClock(endsMs.length, (timesMs) => edges(timesMs, endsMs, rangeMs));
  for (const { labels, nameDropped, timestampsMs, values } of series) {
    const { from, to, sampleCount } = edgesOf(timestampsMs);
    budget.takeWindowSamples(sampleCount, span);
    yield { labels, nameDropped, timestampsMs, values, from, to, endsMs, rangeMs };
  }
}

/** Looks for markers in (afterMs, untilMs] alone: a live window is asked at every step about the last of its samples. */
function withoutMarkers(series: SampleSeries, afterMs: number, untilMs: number): Samples {
  const { labels, timestampsMs: allTimesMs, values: allValues, stale } = series;
  if (stale === null) return { labels, nameDropped: false, timestampsMs: allTimesMs, values: allValues };
  const from = countUpTo(allTimesMs, afterMs);
  const to = countUpTo(allTimesMs, untilMs);
  let marker = from;
  while (marker < to && stale[marker] === 0) marker++;
  if (marker === to) {
    // Windows lie within: whatever markers there are outside, none is looked at.
    return { labels, nameDropped: false, timestampsMs: allTimesMs, values: allValues };
  }
  const timestampsMs = allTimesMs.subarray(from, to);
  const values = allValues.subarray(from, to);
  const isMarker = stale.subarray(from, to);
  const isSample = (_: number, i: number) => isMarker[i] === 0;
  return { labels, nameDropped: false, timestampsMs: timestampsMs.filter(isSample), values: values.filter(isSample) };
}

/** The windows of every series a range selector finds, in ascending order of labels. */
export function* selectWindows(
  { selector, rangeMs, span }: RangeSelector,
  evaluation: Evaluation,
): Generator<NamedWindows> {
  const endsMs = referenceTimes(selector, evaluation);
  const [afterMs, untilMs] = [endsMs[0]! - rangeMs, endsMs.at(-1)!];
  const found = evaluation.source.select(selector.matchers, afterMs, untilMs);
  evaluation.budget.checkSeries(found.length, span);
  for (const series of found) refuseHistogramsInWindows(series, endsMs, rangeMs, span);
  const samples = found.map((series) => withoutMarkers(series, afterMs, untilMs));
  yield* windowsOver(samples, { endsMs, rangeMs }, evaluation, span);
}
