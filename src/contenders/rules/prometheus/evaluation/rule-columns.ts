import { evaluateRange } from '../../../../promql/evaluate/evaluate.ts';
import type { Column } from '../../../../promql/evaluated.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { type AlertComparison, alertComparison, closestSeverity, severityOf } from '../watching/alert-margin.ts';
import { sawDataSteps } from './data-seen.ts';
import { type EngineOptions, evaluationOptions, intervalOf } from './engine-options.ts';
import type { Foretold, RuleFinding } from './foretold.ts';
import {
  elementsAt,
  guarded,
  instantVector,
  NOTHING,
  type VectorElement,
  type VectorOutcome,
} from './instant-vector.ts';
import { mayRead, type QueryFacts } from './query-facts.ts';
import { ALERTS_FOR_STATE_METRIC, ALERTS_METRIC } from './rule-output.ts';
import type { ProgramRule, RuleProgram } from './rule-program.ts';

/** Evaluations of one rule made at once. Bounds the memory of a column, not the length of a recording. */
const STEPS_AT_ONCE = 2000;

/** Evaluations of one rule at startMs, startMs + stepMs, … */
interface Stretch {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * Rules that read nothing but what was recorded, evaluated column by column ahead of their time. What reads the output
 * of rules is left to be evaluated step by step: it depends on which group came first.
 * @param recorded all of it, later samples too
 * @param untilMs nothing is asked of later times
 */
export function foretoldByColumns(program: RuleProgram, recorded: SampleSource, untilMs: number): Foretold {
  const written = writtenMetrics(program);
  const columns = program.rules.map((rule) => {
    const { parsed } = rule.rule.query;
    const { facts } = rule;
    if (facts === null || parsed.kind === 'refused' || !readsOnlyRecorded(facts, written)) return null;
    return ruleColumns(rule, facts, parsed.expression, program.options, recorded, untilMs);
  });
  return {
    finding: ({ index }, queryMs) => columns[index]?.finding(queryMs) ?? null,
    nearness: ({ index }, queryMs) => columns[index]?.nearness(queryMs) ?? null,
  };
}

const writtenMetrics = ({ rules, writesAlerts }: RuleProgram): readonly string[] => [
  ...(writesAlerts ? [ALERTS_METRIC, ALERTS_FOR_STATE_METRIC] : []),
  ...rules.flatMap(({ rule }) => (rule.kind === 'recording' ? [rule.name] : [])),
];

const readsOnlyRecorded = ({ selectors, looksAhead, isPinned }: QueryFacts, written: readonly string[]): boolean =>
  !looksAhead && !isPinned && !selectors.some((selector) => written.some((metric) => mayRead(selector, metric)));

/** One rule, stretch by stretch as its evaluations come to be asked for. */
function ruleColumns(
  { rule, group }: ProgramRule,
  facts: QueryFacts,
  expression: Expression,
  options: EngineOptions,
  source: SampleSource,
  untilMs: number,
) {
  const stepMs = intervalOf(group, options);
  const comparison = rule.kind === 'alert' ? alertComparison(expression) : null;
  const findings = perStretch({ stepMs, untilMs }, (stretch) => {
    const seen = sawDataSteps(facts, source, stretch, () => false);
    const found = outcomes(expression, source, stretch, options);
    return (step): RuleFinding => ({ found: found(step), sawData: seen[step] === 1 });
  });
  const near = perStretch({ stepMs, untilMs }, (stretch) => severities(comparison, source, stretch, options));
  return {
    finding: findings,
    nearness: comparison?.isWhole === true ? near : () => null,
  };
}

/** Answers for single times out of what is worked out for a whole stretch of them, from the first time asked for on. */
function perStretch<T>(
  { stepMs, untilMs }: { readonly stepMs: number; readonly untilMs: number },
  work: (stretch: Stretch) => (step: number) => T,
): (atMs: number) => T {
  let fromMs = Number.NaN;
  let count = 0;
  let answer: ((step: number) => T) | null = null;
  return (atMs) => {
    let step = (atMs - fromMs) / stepMs;
    if (answer === null || !(step >= 0 && step < count && Number.isInteger(step))) {
      fromMs = atMs;
      step = 0;
      count = Math.max(1, Math.min(STEPS_AT_ONCE, Math.floor((untilMs - atMs) / stepMs) + 1));
      answer = work({ startMs: atMs, stepMs, count });
    }
    return answer(step);
  };
}

const rangeOf = ({ startMs, stepMs, count }: Stretch) => ({ startMs, stepMs, endMs: startMs + (count - 1) * stepMs });

function whole(expression: Expression, source: SampleSource, stretch: Stretch, options: EngineOptions) {
  return guarded(() => evaluateRange(expression, source, rangeOf(stretch), evaluationOptions(options)).value);
}

/** The outcome at each step: from one evaluation of all, or where that fails from one of each. */
export function outcomes(
  expression: Expression,
  source: SampleSource,
  stretch: Stretch,
  options: EngineOptions,
): (step: number) => VectorOutcome {
  const value = whole(expression, source, stretch, options);
  if (value.kind === 'failed' || value.kind === 'refused' || value.kind === 'matrix') {
    return (step) => instantVector(expression, source, stretch.startMs + step * stretch.stepMs, options);
  }
  return value.kind === 'vector' ? sparse(value.columns, stretch.count) : (step) => elementsAt(value, step);
}

/** Most alerts are quiet at most steps: elements are gathered where there are any. */
function sparse(columns: readonly Column[], count: number): (step: number) => VectorOutcome {
  const found: (VectorElement[] | undefined)[] = new Array(count);
  for (const { labels, values, present } of columns) {
    for (let i = present.indexOf(1); i !== -1; i = present.indexOf(1, i + 1)) {
      const elements = found[i] ?? [];
      found[i] = elements;
      elements.push({ labels, value: values[i]! });
    }
  }
  return (step) => {
    const elements = found[step];
    return elements === undefined ? NOTHING : { kind: 'vector', elements };
  };
}

/** `closestSeverity` at each step. */
function severities(
  comparison: AlertComparison | null,
  source: SampleSource,
  stretch: Stretch,
  options: EngineOptions,
): (step: number) => number {
  if (comparison === null) return () => 0;
  const observed = whole(comparison.observed, source, stretch, options);
  const limit = whole(comparison.limit, source, stretch, options);
  if (observed.kind !== 'vector' || limit.kind !== 'scalar') {
    return (step) => closestSeverity(comparison, source, stretch.startMs + step * stretch.stepMs, options);
  }
  const most = new Float64Array(stretch.count);
  for (const { values, present } of observed.columns) {
    for (let i = 0; i < most.length; i++) {
      if (present[i] === 0) continue;
      most[i] = Math.max(most[i]!, severityOf(values[i]!, limit.values[i]!, comparison.operator));
    }
  }
  return (step) => most[step]!;
}
