import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import { METRIC_NAME } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { InstantSelector } from '../../../../promql/syntax.ts';
import type { QueryFacts } from './query-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from './rule-output.ts';

/** Whether a rule that records this metric found data at its last evaluation by that time; false where none records it. */
export type RecordedSaw = (metric: string, atMs: number) => boolean;

/**
 * Whether an expression had anything to look at: one of its selectors finds a sample that is no staleness marker, or
 * reads what a recording rule made of data that it found (nothing is a result too). True for one that needs no data:
 * no selector, or made to notice that there is none.
 */
export function sawDataAt(facts: QueryFacts, source: SampleSource, atMs: number, recorded: RecordedSaw): boolean {
  if (needsNone(facts) || recordedMetrics(facts).some((metric) => recorded(metric, atMs))) return true;
  return facts.reaches.some(({ selector, behindMs, widthMs }) => {
    const untilMs = atMs - behindMs;
    return source
      .select(selector.matchers, untilMs - widthMs, untilMs)
      .some((series) => isLive(series, countUpTo(series.timestampsMs, untilMs) - 1));
  });
}

/** The same at steps startMs, startMs + stepMs, … : 1 where it had. */
export function sawDataSteps(
  facts: QueryFacts,
  source: SampleSource,
  { startMs, stepMs, count }: { readonly startMs: number; readonly stepMs: number; readonly count: number },
  recorded: RecordedSaw,
): Uint8Array {
  const seen = new Uint8Array(count);
  if (needsNone(facts)) return seen.fill(1);
  let missing = count;
  for (const metric of recordedMetrics(facts)) {
    for (let i = 0; i < count; i++) {
      if (seen[i] === 1 || !recorded(metric, startMs + i * stepMs)) continue;
      seen[i] = 1;
      missing--;
    }
  }
  for (const { selector, behindMs, widthMs } of facts.reaches) {
    const firstMs = startMs - behindMs;
    for (const series of source.select(selector.matchers, firstMs - widthMs, firstMs + (count - 1) * stepMs)) {
      missing -= markSeen(seen, series, { firstMs, stepMs, widthMs });
      if (missing === 0) return seen;
    }
  }
  return seen;
}

function needsNone({ selectors, seeksAbsence }: QueryFacts): boolean {
  const readsAlerts = (selector: InstantSelector) =>
    [ALERTS_METRIC, ALERTS_FOR_STATE_METRIC].includes(metricOf(selector));
  return selectors.length === 0 || seeksAbsence || selectors.some(readsAlerts);
}

const recordedMetrics = ({ selectors }: QueryFacts): readonly string[] => selectors.map(metricOf);

const metricOf = ({ matchers }: InstantSelector): string =>
  matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value ?? '';

const isLive = ({ stale }: SampleSeries, newest: number): boolean => newest >= 0 && stale?.[newest] !== 1;

function markSeen(
  seen: Uint8Array,
  series: SampleSeries,
  { firstMs, stepMs, widthMs }: { readonly firstMs: number; readonly stepMs: number; readonly widthMs: number },
): number {
  const { timestampsMs } = series;
  let marked = 0;
  let next = countUpTo(timestampsMs, firstMs);
  for (let i = 0; i < seen.length; i++) {
    const untilMs = firstMs + i * stepMs;
    while (next < timestampsMs.length && timestampsMs[next]! <= untilMs) next++;
    if (seen[i] === 1 || !isLive(series, next - 1) || timestampsMs[next - 1]! <= untilMs - widthMs) continue;
    seen[i] = 1;
    marked++;
  }
  return marked;
}
