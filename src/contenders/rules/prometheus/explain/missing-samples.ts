import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import type { Labels } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { QueryFacts, SelectorReach } from '../evaluation/query-facts.ts';
import { belongsTo } from './belongs-to.ts';

/** What one selector should have found at one time and did not. */
export type MissingSamples =
  | { readonly kind: 'no-series'; readonly selector: SelectorReach['selector'] }
  /** Fewer samples in the window than the series has at other times; one may be missing for want of evenness. */
  | {
      readonly kind: 'gaps';
      readonly selector: SelectorReach['selector'];
      readonly labels: Labels;
      readonly found: number;
      readonly expected: number;
    }
  /** The newest sample is older than it should be: its value stood in for the present. */
  | {
      readonly kind: 'old';
      readonly selector: SelectorReach['selector'];
      readonly labels: Labels;
      readonly ageMs: number;
      readonly stepMs: number;
    };

/** Named at once: an outage of everything is told by a few. */
export const MOST_MISSING = 10;

/** Of the series that belong to one alert (null: of all). */
export function missingSamples(
  facts: QueryFacts,
  source: SampleSource,
  atMs: number,
  lookbackMs: number,
  alert: Labels | null,
): readonly MissingSamples[] {
  const missing: MissingSamples[] = [];
  for (const { selector, behindMs, widthMs } of facts.reaches) {
    const untilMs = atMs - behindMs;
    const series = source
      .select(selector.matchers, untilMs - widthMs, untilMs)
      .filter(({ labels }) => alert === null || belongsTo(labels, alert));
    if (series.length === 0) missing.push({ kind: 'no-series', selector });
    for (const each of series) {
      const own = widthMs === lookbackMs ? oldSample(each, untilMs) : gaps(each, untilMs - widthMs, untilMs);
      if (own !== null) missing.push({ ...own, selector, labels: each.labels });
      if (missing.length >= MOST_MISSING) return missing;
    }
  }
  return missing;
}

function oldSample({ timestampsMs }: SampleSeries, untilMs: number) {
  const stepMs = usualStepMs(timestampsMs, untilMs);
  const newest = countUpTo(timestampsMs, untilMs) - 1;
  const ageMs = untilMs - timestampsMs[newest]!; // it was selected, so it has one
  return stepMs !== null && ageMs > 1.5 * stepMs ? { kind: 'old' as const, ageMs, stepMs } : null;
}

function gaps({ timestampsMs }: SampleSeries, afterMs: number, untilMs: number) {
  const stepMs = usualStepMs(timestampsMs, untilMs);
  if (stepMs === null) return null;
  const found = countUpTo(timestampsMs, untilMs) - countUpTo(timestampsMs, afterMs);
  const expected = Math.floor((untilMs - afterMs) / stepMs);
  return found < expected - 1 ? { kind: 'gaps' as const, found, expected } : null;
}

/** Gaps looked at on either side. */
const NEIGHBOURS = 50;

/** Median time between neighbouring samples around a time. */
function usualStepMs(timestampsMs: Float64Array, atMs: number): number | null {
  const middle = countUpTo(timestampsMs, atMs);
  const near = timestampsMs.subarray(Math.max(0, middle - NEIGHBOURS), middle + NEIGHBOURS);
  const steps = Array.from(near.subarray(1), (time, i) => time - near[i]!).sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? null;
}
