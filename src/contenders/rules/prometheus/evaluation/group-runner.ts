import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { State } from '../../../state-codec.ts';
import type { AlertInstance } from './alert-state.ts';
import { type RecordedSaw, sawDataAt } from './data-seen.ts';
import { intervalOf, queryOffsetOf } from './engine-options.ts';
import type { EvaluationLog } from './evaluation-log.ts';
import type { Foretold } from './foretold.ts';
import { instantVector, type VectorOutcome } from './instant-vector.ts';
import { type ProgramRule, type RuleProgram, refusalOf } from './rule-program.ts';
import { alertSession, type RuleSession, recordingSession } from './rule-session.ts';
import { type WriteSample, type WrittenSeries, writtenSeries } from './written-series.ts';

/** All groups of a program as they run, evaluation by evaluation. */
export interface GroupRunner {
  /** One evaluation of one group: its rules in order, each seeing what the ones before it wrote. */
  evaluate(group: number, atMs: number, log: EvaluationLog): void;
  /** Of an alerting rule by its place in the program. */
  alertsOf(rule: number): readonly AlertInstance[];
  state(): State;
}

interface Running {
  readonly session: RuleSession;
  readonly written: WrittenSeries;
  sawData: boolean | null;
}

interface SavedRule {
  readonly session: State;
  readonly written: State;
  readonly sawData: boolean | null;
}

/** @param foretold evaluations that need not be made any more */
export function groupRunner(
  program: RuleProgram,
  source: SampleSource,
  write: WriteSample,
  from?: State,
  foretold?: Foretold,
): GroupRunner {
  const { options, writesAlerts } = program;
  const saved = from as unknown as readonly SavedRule[] | undefined;
  const running = program.rules.map(({ rule, group }, i): Running => {
    const state = saved?.[i];
    const session =
      rule.kind === 'alert'
        ? alertSession(rule, group, options, writesAlerts, state?.session)
        : recordingSession(rule, group);
    return { session, written: writtenSeries(state?.written), sawData: state?.sawData ?? null };
  });
  const recorders = new Map<string, number[]>();
  for (const { rule, index } of program.rules) {
    if (rule.kind === 'recording') recorders.set(rule.name, [...(recorders.get(rule.name) ?? []), index]);
  }
  const recordedSaw: RecordedSaw = (metric) =>
    recorders.get(metric)?.some((index) => running[index]!.sawData === true) ?? false;

  function apply(
    { rule, group, index }: ProgramRule,
    found: VectorOutcome,
    atMs: number,
    sawData: boolean,
    log: EvaluationLog,
  ): void {
    const mine = running[index]!; // one for each rule
    mine.sawData = sawData;
    const { outcome, message, events, written } = mine.session.step(found, atMs, source);
    const writeMs = atMs - queryOffsetOf(group, options);
    if (written !== null) mine.written.write(written, writeMs, write);
    log({ group, rule, index, atMs, outcome, message, sawData, events });
  }

  function evaluateRule(each: ProgramRule, atMs: number, log: EvaluationLog): void {
    const { rule, group, facts } = each;
    const { parsed } = rule.query;
    if (facts === null || parsed.kind === 'refused') {
      apply(each, { kind: 'refused', message: refusalOf(rule), what: '' }, atMs, true, log);
      return;
    }
    const queryMs = atMs - queryOffsetOf(group, options);
    const known = foretold?.finding(each, queryMs) ?? null;
    if (known !== null) {
      apply(each, known.found, atMs, known.sawData, log);
      return;
    }
    const found = instantVector(parsed.expression, source, queryMs, options);
    apply(each, found, atMs, sawDataAt(facts, source, queryMs, recordedSaw), log);
  }

  return {
    evaluate(group, atMs, log) {
      for (const rule of program.groups[group]!.rules) evaluateRule(rule, atMs, log);
    },
    alertsOf: (rule) => running[rule]!.session.alerts,
    state: () =>
      running.map(({ session, written, sawData }) => ({ session: session.state(), written: written.state(), sawData })),
  };
}

export const intervalsOf = ({ groups, options }: RuleProgram): readonly number[] =>
  groups.map(({ group }) => intervalOf(group, options));
