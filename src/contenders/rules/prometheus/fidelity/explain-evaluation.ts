import { type Labels, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import { countUpTo } from '../../../../promql/search-times.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { alertLabeller } from '../alert-labels.ts';
import { intervalOf } from '../engine-options.ts';
import { instantVector, type VectorElement } from '../instant-vector.ts';
import { mayRead, queryFacts } from '../query-facts.ts';
import { recordedLabels } from '../rule-output.ts';
import type { ProgramRule, RuleProgram } from '../rule-program.ts';
import { withClosedRanges } from './closed-ranges.ts';
import { storedLate } from './stored-late.ts';

/** Why one evaluation came out otherwise on the server than in the replay. */
export type DifferenceReason =
  /** A scrape had begun before the evaluation and its samples were stored after it. */
  | 'stored-late'
  /** A sample lay exactly at the left end of a range, which the server's version counted in. */
  | 'range-closed'
  /** It looks back, or the alert began, before the first sample of the recording. */
  | 'before-the-recording';

export interface TwoStores {
  readonly program: RuleProgram;
  /** Everything the server stored, the output of its rules too. */
  readonly stored: SampleSource;
  /** What was recorded, and over it what the replayed rules wrote. */
  readonly replayed: SampleSource;
  /** Of the first sample of the recording. */
  readonly startMs: number;
  /** A scrape may take so long. */
  readonly raceMs: number;
}

/** Values that differ by less differ by the order of additions. */
const SAME_RATIO = 1e-9;
/** Ranges that are closed by a hair are that much longer. */
const CLOSED_RATIO = 1e-6;

/** @param wanted whether the server's evaluation returned the alert. null: nothing known of explains it */
export function explainAlertEvaluation(
  each: ProgramRule,
  alert: Labels,
  atMs: number,
  wanted: boolean,
  stores: TwoStores,
): DifferenceReason | null {
  const { rule } = each;
  if (rule.kind !== 'alert') return null;
  const labeller = alertLabeller(rule, stores.program.options);
  const isReturned = (elements: readonly VectorElement[], source: SampleSource): boolean =>
    labeller.elementsOf(elements, { source, atMs }).some(({ labels }) => labels.key === alert.key);
  return explain(each, atMs, stores, (elements, source) => isReturned(elements, source) === wanted);
}

type Fits = (elements: readonly VectorElement[], source: SampleSource, tolerance: number) => boolean;

function explain(each: ProgramRule, atMs: number, stores: TwoStores, fits: Fits): DifferenceReason | null {
  const { parsed } = each.rule.query;
  if (parsed.kind === 'refused' || each.facts === null) return null;
  const { program, stored, raceMs, startMs } = stores;
  const queryMs = atMs - (each.group.queryOffsetMs ?? program.options.queryOffsetMs);
  const comesOut = (expression: Expression, source: SampleSource, tolerance: number): boolean => {
    const outcome = instantVector(expression, source, queryMs, program.options);
    return outcome.kind === 'vector' && fits(outcome.elements, source, tolerance);
  };
  // On what the server itself had recorded it comes out as on the server: the difference was there before.
  if (comesOut(parsed.expression, stored, SAME_RATIO)) return explainInputs(each, queryMs, stores);
  for (const source of storedLate(stored, each.facts.selectors, queryMs, raceMs)) {
    if (comesOut(parsed.expression, source, SAME_RATIO)) return 'stored-late';
  }
  const closed = withClosedRanges(parsed.expression);
  if (comesOut(closed, stored, CLOSED_RATIO)) return 'range-closed';
  return queryMs - looksBackMs(each, program) < startMs ? 'before-the-recording' : null;
}

/**
 * How far back samples matter, through recording rules too. An instant selector is taken to find a sample within an
 * interval, as it does while nothing is missing: with the whole lookback there would be no end of excuses.
 */
function looksBackMs(each: ProgramRule, program: RuleProgram, asking: readonly ProgramRule[] = []): number {
  const { parsed } = each.rule.query;
  if (parsed.kind === 'refused' || asking.includes(each)) return 0;
  const { reaches } = queryFacts(parsed.expression, intervalOf(each.group, program.options));
  return reaches.reduce((most, { selector, behindMs, widthMs }) => {
    const recorders = program.rules.filter(({ rule }) => rule.kind === 'recording' && mayRead(selector, rule.name));
    const through = recorders.map((recorder) => looksBackMs(recorder, program, [...asking, each]));
    return Math.max(most, behindMs + widthMs + Math.max(0, ...through));
  }, 0);
}

/** The first of what recording rules wrote, as far as the expression looks, that is not what the replay wrote. */
function explainInputs(each: ProgramRule, queryMs: number, stores: TwoStores): DifferenceReason | null {
  const { program, stored, replayed } = stores;
  const reaches = each.facts?.reaches ?? [];
  for (const { selector, behindMs, widthMs } of reaches) {
    const recorders = program.rules.filter(({ rule }) => rule.kind === 'recording' && mayRead(selector, rule.name));
    if (recorders.length === 0) continue;
    const untilMs = queryMs - behindMs;
    const afterMs = untilMs - widthMs;
    const seen = new Map(replayed.select(selector.matchers, afterMs, untilMs).map((one) => [one.labels.key, one]));
    for (const series of stored.select(selector.matchers, afterMs, untilMs)) {
      const other = seen.get(series.labels.key);
      // From the newest back: an instant selector sees no other.
      for (let i = countUpTo(series.timestampsMs, untilMs) - 1; i >= 0 && series.timestampsMs[i]! > afterMs; i--) {
        const atMs = series.timestampsMs[i]!;
        const value = series.stale?.[i] === 1 ? null : series.values[i]!;
        const place = other === undefined ? -1 : countUpTo(other.timestampsMs, atMs) - 1;
        const isThere = other !== undefined && other.timestampsMs[place] === atMs && other.stale?.[place] !== 1;
        if (isSame(value, isThere ? other.values[place]! : null, SAME_RATIO)) continue;
        const name = labelValue(series.labels, METRIC_NAME);
        const recorder = recorders.find(({ rule }) => rule.name === name);
        return recorder === undefined ? null : explainRecorded(recorder, series.labels, atMs, value, stores);
      }
    }
  }
  return null;
}

function explainRecorded(
  each: ProgramRule,
  labels: Labels,
  writtenMs: number,
  wanted: number | null,
  stores: TwoStores,
): DifferenceReason | null {
  const { rule, group } = each;
  if (rule.kind !== 'recording') return null;
  const relabel = recordedLabels(rule);
  const atMs = writtenMs + (group.queryOffsetMs ?? stores.program.options.queryOffsetMs);
  return explain(each, atMs, stores, (elements, _, tolerance) => {
    const element = elements.find((one) => relabel(one.labels).key === labels.key);
    return isSame(element?.value ?? null, wanted, tolerance);
  });
}

function isSame(a: number | null, b: number | null, ratio: number): boolean {
  if (a === null || b === null) return a === b;
  return Object.is(a, b) || Math.abs(a - b) <= ratio * Math.max(Math.abs(a), Math.abs(b));
}
