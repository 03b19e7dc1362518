import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { sawDataSteps } from '../evaluation/data-seen.ts';
import { firstTickMs, intervalOf } from '../evaluation/engine-options.ts';
import type { EvaluationLog } from '../evaluation/evaluation-log.ts';
import { type GroupRunner, groupRunner } from '../evaluation/group-runner.ts';
import { instantVector, type VectorOutcome } from '../evaluation/instant-vector.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { type LiveWindow, liveWindow } from '../evaluation/live-window.ts';
import { mayRead } from '../evaluation/query-facts.ts';
import { outcomes } from '../evaluation/rule-columns.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from '../evaluation/rule-output.ts';
import { type ProgramRule, type RuleProgram, refusalOf } from '../evaluation/rule-program.ts';
import type { ReplayRange } from './replay-steps.ts';

/** Evaluations of one group that are made at once. Bounds the memory of a column, not the length of the range. */
const STEPS_AT_ONCE = 2000;

/**
 * The same evaluations as `replaySteps`, each expression over a whole stretch of time at once. `log` is told rule by rule
 * within a stretch.
 * @param written empty; holds afterwards what the rules wrote, as far back as some expression reaches
 * @returns false, and part of the log told, where the rules turn out to need one step at a time
 */
export function replayColumns(
  program: RuleProgram,
  recorded: SampleSource,
  range: ReplayRange,
  log: EvaluationLog,
  written: LiveWindow = liveWindow(),
): boolean {
  if (!fitsColumns(program)) return false;
  const source = layeredSource(recorded, written, () => Number.POSITIVE_INFINITY);
  const runner = groupRunner(program, source, (labels, atMs, value, stale) =>
    written.append(labels, atMs, value, stale),
  );
  const whatRecordersSaw = recordedOverTime(program);
  const stretchMs = STEPS_AT_ONCE * Math.min(...program.groups.map(({ group }) => intervalOf(group, program.options)));
  for (let fromMs = range.startMs; fromMs <= range.endMs; fromMs += stretchMs) {
    const untilMs = Math.min(range.endMs, fromMs + stretchMs - 1);
    for (const { group, rules } of program.groups) {
      const startMs = firstTickMs(group, program.options, fromMs);
      const stepMs = intervalOf(group, program.options);
      if (startMs > untilMs) continue;
      const steps = { startMs, stepMs, endMs: startMs + Math.floor((untilMs - startMs) / stepMs) * stepMs };
      for (const rule of rules)
        if (!replayRule(rule, steps, program, source, runner, whatRecordersSaw, log)) return false;
    }
    if (program.reachMs !== null) written.forgetUntil(untilMs - program.reachMs - stretchMs);
  }
  return true;
}

/** Nothing looks ahead, and nothing reads what is only written later on: by a rule further down, or by itself. */
export function fitsColumns({ rules, writesAlerts }: RuleProgram): boolean {
  const outputs = rules.map(({ rule }) =>
    rule.kind === 'recording' ? [rule.name] : writesAlerts ? [ALERTS_METRIC, ALERTS_FOR_STATE_METRIC] : [],
  );
  return rules.every(({ facts, index, rule }) => {
    if (facts === null) return true;
    const asksItself = rule.kind === 'alert' && rule.labels.some(({ template }) => template?.queries === true);
    if (facts.looksAhead || asksItself) return false;
    const later = outputs.slice(index).flat();
    return !facts.selectors.some((selector) => later.some((metric) => mayRead(selector, metric)));
  });
}

interface Steps {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

function replayRule(
  each: ProgramRule,
  steps: Steps,
  program: RuleProgram,
  source: SampleSource,
  runner: GroupRunner,
  recorded: RecordedOverTime,
  log: EvaluationLog,
): boolean {
  const { rule, group, facts } = each;
  const { parsed } = rule.query;
  const count = (steps.endMs - steps.startMs) / steps.stepMs + 1;
  const tell = (found: (step: number) => VectorOutcome, saw: (step: number) => boolean) => {
    for (let i = 0; i < count; i++) {
      if (!runner.apply(each, found(i), steps.startMs + i * steps.stepMs, saw(i), log)) return false;
    }
    return true;
  };
  if (facts === null || parsed.kind === 'refused') {
    const message = refusalOf(rule);
    return tell(
      () => ({ kind: 'refused', message, what: '' }),
      () => true,
    );
  }
  const shiftMs = group.queryOffsetMs ?? program.options.queryOffsetMs;
  const from = { startMs: steps.startMs - shiftMs, stepMs: steps.stepMs, count };
  const seen = sawDataSteps(facts, source, from, (metric, atMs) => recorded.saw(metric, atMs + shiftMs));
  recorded.add(each, steps, seen);
  const found = columnsOrSteps(parsed.expression, facts.isPinned, steps, shiftMs, source, program);
  return tell(found, (i) => seen[i] === 1);
}

/** The outcome at each step. */
function columnsOrSteps(
  expression: Expression,
  isPinned: boolean,
  { startMs, endMs, stepMs }: Steps,
  shiftMs: number,
  source: SampleSource,
  { options }: RuleProgram,
): (step: number) => VectorOutcome {
  const fromMs = startMs - shiftMs;
  if (isPinned) return (step) => instantVector(expression, source, fromMs + step * stepMs, options);
  return outcomes(expression, source, { startMs: fromMs, stepMs, count: (endMs - startMs) / stepMs + 1 }, options);
}

/** What the recording rules saw, step by step of the present stretch. */
interface RecordedOverTime {
  add(rule: ProgramRule, steps: Steps, seen: Uint8Array): void;
  saw(metric: string, atMs: number): boolean;
}

function recordedOverTime(program: RuleProgram): RecordedOverTime {
  const known = new Map<string, Map<number, { steps: Steps; seen: Uint8Array; before: boolean }>>();
  for (const { rule } of program.rules) if (rule.kind === 'recording') known.set(rule.name, new Map());
  return {
    add({ rule, index }, steps, seen) {
      const mine = rule.kind === 'recording' ? known.get(rule.name) : undefined;
      mine?.set(index, { steps, seen, before: mine.get(index)?.seen.at(-1) === 1 });
    },
    saw(metric, atMs) {
      for (const { steps, seen, before } of known.get(metric)?.values() ?? []) {
        const step = Math.min(seen.length - 1, Math.floor((atMs - steps.startMs) / steps.stepMs));
        if (step < 0 ? before : seen[step] === 1) return true;
      }
      return false;
    },
  };
}
