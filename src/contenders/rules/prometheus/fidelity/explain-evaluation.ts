import { countUpTo } from '../../../../promql/evaluate/search-times.ts';
import { type Labels, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';
import type { SampleSeries, SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { alertLabeller } from '../evaluation/alert-labels.ts';
import { type EngineOptions, intervalOf, queryOffsetOf } from '../evaluation/engine-options.ts';
import { instantVector, type VectorElement } from '../evaluation/instant-vector.ts';
import { mayRead, queryFacts } from '../evaluation/query-facts.ts';
import { recordedLabels } from '../evaluation/rule-output.ts';
import type { ProgramRule, RuleProgram } from '../evaluation/rule-program.ts';
import { withClosedRanges } from './closed-ranges.ts';
import { storedLate } from './stored-late.ts';

/** Why one evaluation came out otherwise on the server than in the replay. */
export type DifferenceReason =
  /** A scrape had begun before the evaluation and its samples were stored after it. */
  | 'stored-late'
  /** A sample lay exactly at the left end of a range, which the server's version counted in. */
  | 'range-closed'
  /** A counter had just begun, and the server's version takes its rate further back. */
  | 'older-extrapolation'
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

/** The server's evaluation as it may have been. */
interface Attempt {
  readonly reason: DifferenceReason;
  readonly sources: Iterable<SampleSource>;
  readonly expression: Expression;
  /** Relative, of values. */
  readonly tolerance: number;
  readonly by: EngineOptions;
}

function explain(each: ProgramRule, atMs: number, stores: TwoStores, fits: Fits): DifferenceReason | null {
  const { parsed } = each.rule.query;
  if (parsed.kind === 'refused' || each.facts === null) return null;
  const { program, stored, raceMs, startMs } = stores;
  const queryMs = atMs - queryOffsetOf(each.group, program.options);
  const present = program.options;
  const older = { ...present, olderExtrapolation: true };
  const comesOut = (expression: Expression, source: SampleSource, tolerance: number, by: EngineOptions): boolean => {
    const outcome = instantVector(expression, source, queryMs, by);
    return outcome.kind === 'vector' && fits(outcome.elements, source, tolerance);
  };
  // On what the server itself had recorded it comes out as on the server: the difference was there before.
  if (comesOut(parsed.expression, stored, SAME_RATIO, present)) return explainInputs(each, queryMs, stores);
  const { selectors } = each.facts;
  const late = () => storedLate(stored, selectors, queryMs, raceMs);
  const closed = withClosedRanges(parsed.expression);
  const attempts: readonly Attempt[] = [
    { reason: 'stored-late', sources: late(), expression: parsed.expression, tolerance: SAME_RATIO, by: present },
    { reason: 'range-closed', sources: [stored], expression: closed, tolerance: CLOSED_RATIO, by: present },
    {
      reason: 'older-extrapolation',
      sources: [stored],
      expression: parsed.expression,
      tolerance: SAME_RATIO,
      by: older,
    },
    // Two at once: what the version does, without a late sample or with one.
    { reason: 'older-extrapolation', sources: [stored], expression: closed, tolerance: CLOSED_RATIO, by: older },
    { reason: 'stored-late', sources: late(), expression: closed, tolerance: CLOSED_RATIO, by: older },
  ];
  for (const { reason, sources, expression, tolerance, by } of attempts) {
    for (const source of sources) if (comesOut(expression, source, tolerance, by)) return reason;
  }
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
    const bySeries = (source: SampleSource) =>
      new Map(source.select(selector.matchers, afterMs, untilMs).map((one) => [one.labels.key, one]));
    const [theirs, ours] = [bySeries(stored), bySeries(replayed)];
    for (const { labels } of new Map([...theirs, ...ours]).values()) {
      const pair = [theirs.get(labels.key), ours.get(labels.key)] as const;
      // From the newest back: an instant selector sees no other.
      for (const atMs of timesOf(pair, afterMs, untilMs)) {
        const [wanted, other] = pair.map((series) => valueAt(series, atMs)) as [number | null, number | null];
        if (isSame(wanted, other, SAME_RATIO)) continue;
        const name = labelValue(labels, METRIC_NAME);
        const recorder = recorders.find(({ rule }) => rule.name === name);
        return recorder === undefined ? null : explainRecorded(recorder, labels, atMs, wanted, stores);
      }
    }
  }
  return null;
}

/** Times after one and up to another at which either has a sample, the newest first. */
function timesOf(series: readonly (SampleSeries | undefined)[], afterMs: number, untilMs: number): number[] {
  const times = series.flatMap((one) => [...(one?.timestampsMs ?? [])]);
  return [...new Set(times.filter((atMs) => atMs > afterMs && atMs <= untilMs))].sort((a, b) => b - a);
}

/** null: no sample at that very time, or the end of the series. */
function valueAt(series: SampleSeries | undefined, atMs: number): number | null {
  if (series === undefined) return null;
  const place = countUpTo(series.timestampsMs, atMs) - 1;
  return series.timestampsMs[place] === atMs && series.stale?.[place] !== 1 ? series.values[place]! : null;
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
  const atMs = writtenMs + queryOffsetOf(group, stores.program.options);
  return explain(each, atMs, stores, (elements, _, tolerance) => {
    const element = elements.find((one) => relabel(one.labels).key === labels.key);
    return isSame(element?.value ?? null, wanted, tolerance);
  });
}

function isSame(a: number | null, b: number | null, ratio: number): boolean {
  if (a === null || b === null) return a === b;
  return Object.is(a, b) || Math.abs(a - b) <= ratio * Math.max(Math.abs(a), Math.abs(b));
}
