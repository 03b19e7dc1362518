import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import { type Labels, labelValue } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { InstantSelector } from '../../../../promql/syntax.ts';

/** More targets than this are hidden one at a time and all together, not in every combination. */
const MOST_COMBINED = 6;

/** What is scraped together, told by the two labels that Prometheus gives every target. */
const targetOf = (labels: Labels): string => `${labelValue(labels, 'job')} ${labelValue(labels, 'instance')}`;

/**
 * A sample bears the time at which its scrape began and is stored when the scrape is done. An evaluation in between
 * does not see it, though the recording has it. Every way in which scrapes that began shortly before `atMs` may have
 * been on their way still: the source as the evaluation would have found it.
 * @param selectors of the expression in question: other series do not matter
 * @param withinMs how long a scrape may take
 */
export function* storedLate(
  source: SampleSource,
  selectors: readonly InstantSelector[],
  atMs: number,
  withinMs: number,
): Generator<SampleSource> {
  const disputed = new Set<string>();
  for (const { matchers } of selectors) {
    for (const { labels } of source.select(matchers, atMs - withinMs, atMs)) disputed.add(targetOf(labels));
  }
  for (const hidden of choices([...disputed])) yield withoutNewest(source, new Set(hidden), atMs, withinMs);
}

/** Fewest first; never none. */
function choices(targets: readonly string[]): readonly (readonly string[])[] {
  if (targets.length > MOST_COMBINED) return [...targets.map((target) => [target]), targets];
  const all = Array.from({ length: 2 ** targets.length - 1 }, (_, i) =>
    targets.filter((_, place) => ((i + 1) >> place) & 1),
  );
  return all.sort((a, b) => a.length - b.length);
}

function withoutNewest(
  source: SampleSource,
  hidden: ReadonlySet<string>,
  atMs: number,
  withinMs: number,
): SampleSource {
  return {
    select: (matchers, afterMs, untilMs) =>
      source
        .select(matchers, afterMs, untilMs)
        .map((series) => (hidden.has(targetOf(series.labels)) ? cutNewest(series, atMs, withinMs) : series))
        .filter(({ timestampsMs }) => countUpTo(timestampsMs, untilMs) > countUpTo(timestampsMs, afterMs)),
  };
}

function cutNewest(series: SampleSeries, atMs: number, withinMs: number): SampleSeries {
  const { timestampsMs, values, stale } = series;
  const newest = countUpTo(timestampsMs, atMs) - 1;
  if (newest < 0 || timestampsMs[newest]! <= atMs - withinMs) return series;
  return {
    labels: series.labels,
    timestampsMs: timestampsMs.subarray(0, newest),
    values: values.subarray(0, newest),
    stale: stale?.subarray(0, newest) ?? null,
  };
}
