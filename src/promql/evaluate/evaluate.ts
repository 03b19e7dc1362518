import { type Annotation, type Column, type Evaluated, EvaluationError, type RangeOfSeries } from '../evaluated.ts';
import { dropMetricName } from '../labels.ts';
import { Budget, DEFAULT_LIMITS, type Limits } from '../limits.ts';
import type { SampleSource } from '../sample-source.ts';
import type { Expression, Span } from '../syntax.ts';
import { TYPE_WORDS, typeOf } from '../type-of.ts';
import { inOrderOfLabels, mergeSameLabels, refuseSameLabels } from './distinct-labels.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { Evaluation } from './evaluation.ts';
import { rangeVectorAt } from './range-vector-at.ts';
import { StepInvariance } from './step-invariance.ts';
import { type StepRange, stepCount, stepsOf } from './steps.ts';

export interface EvaluationOptions {
  /** How long a sample counts as the present value. Default: 5 minutes. */
  readonly lookbackMs?: number;
  /** Step of a subquery that names none; in Prometheus the evaluation interval. Default: 1 minute. */
  readonly subqueryStepMs?: number;
  /** Take metric names away at the end of the query only, as Prometheus does behind a flag. Default: false. */
  readonly delayedNameRemoval?: boolean;
  /**
   * rate and increase: a counter that began within the window is taken back to where it would have been zero, even
   * further than half a spacing of samples, as in Prometheus before its change 13725 (version 2.52). Default: false.
   */
  readonly olderExtrapolation?: boolean;
  readonly limits?: Partial<Limits>;
}

export interface QueryResult {
  readonly value: Evaluated | { readonly kind: 'matrix'; readonly series: readonly RangeOfSeries[] };
  readonly annotations: readonly Annotation[];
}

interface Prepared {
  readonly evaluation: Evaluation;
  readonly annotations: readonly Annotation[];
}

function prepare(expression: Expression, source: SampleSource, range: StepRange, options: EvaluationOptions): Prepared {
  const budget = new Budget({ ...DEFAULT_LIMITS, ...options.limits });
  budget.checkSteps(stepCount(range), expression.span);
  const annotations = new Map<string, Annotation>();
  const evaluation: Evaluation = {
    source,
    steps: stepsOf(range),
    queryStartMs: range.startMs,
    queryEndMs: range.endMs,
    lookbackMs: options.lookbackMs ?? 300_000,
    subqueryStepMs: options.subqueryStepMs ?? 60_000,
    delayedNameRemoval: options.delayedNameRemoval ?? false,
    olderExtrapolation: options.olderExtrapolation ?? false,
    budget,
    invariance: new StepInvariance(),
    annotate(annotation) {
      const { kind, message, span } = annotation;
      annotations.set(`${kind} ${span.from}-${span.to} ${message}`, annotation);
    },
  };
  return {
    evaluation,
    get annotations() {
      return [...annotations.values()];
    },
  };
}

const named = (columns: readonly Column[]): readonly Column[] =>
  columns.map((column) =>
    column.nameDropped ? { ...column, labels: dropMetricName(column.labels), nameDropped: false } : column,
  );

/** The value at one instant. Elements come in the order the operations give, as in Prometheus: sorted only by a sort. */
export function evaluateInstant(
  expression: Expression,
  source: SampleSource,
  atMs: number,
  options: EvaluationOptions = {},
): QueryResult {
  const prepared = prepare(expression, source, { startMs: atMs, endMs: atMs, stepMs: 1 }, options);
  const { evaluation } = prepared;
  if (typeOf(expression) === 'matrix') {
    const series = rangeVectorAt(expression, evaluation);
    return { value: { kind: 'matrix', series }, annotations: prepared.annotations };
  }
  const value = evaluateExpression(expression, evaluation);
  if (value.kind !== 'vector') return { value, annotations: prepared.annotations };
  const columns = named(value.columns);
  refuseSameLabels(columns, expression.span);
  return { value: { kind: 'vector', columns }, annotations: prepared.annotations };
}

function refuseType(type: string, span: Span): never {
  throw new EvaluationError(
    `invalid expression type "${type}" for range query, must be Scalar or instant Vector`,
    span,
  );
}

/** The value at every step of a range: one column per label set, in ascending order of labels. */
export function evaluateRange(
  expression: Expression,
  source: SampleSource,
  range: StepRange,
  options: EvaluationOptions = {},
): QueryResult {
  const type = typeOf(expression);
  if (type === 'matrix' || type === 'string') refuseType(TYPE_WORDS[type], expression.span);
  const prepared = prepare(expression, source, range, options);
  const value = evaluateExpression(expression, prepared.evaluation);
  if (value.kind !== 'vector') return { value, annotations: prepared.annotations };
  const columns = inOrderOfLabels(mergeSameLabels(named(value.columns), expression.span));
  return { value: { kind: 'vector', columns }, annotations: prepared.annotations };
}
