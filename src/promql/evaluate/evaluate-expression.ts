import { aggregate } from '../aggregate/aggregate.ts';
import type { Column, Evaluated } from '../evaluated.ts';
import type { FunctionContext } from '../functions/function.ts';
import { FUNCTION_BY_NAME } from '../functions/functions.ts';
import type { Aggregation, BinaryOperation, Expression, FunctionCall, UnaryOperation } from '../syntax.ts';
import { typeOf } from '../type-of.ts';
import { scalarWithScalar, vectorWithScalar } from './binary-scalar.ts';
import { vectorWithVector } from './binary-vector.ts';
import { callElement, callRange, scalarOf, vectorOf } from './call.ts';
import { refuseSameLabels } from './distinct-labels.ts';
import { type Evaluation, newColumn } from './evaluation.ts';
import { nameless } from './metric-name.ts';
import { selectInstant } from './select-instant.ts';
import { emptyUnion, matchedLeft } from './set-operators.ts';
import { atEveryStep } from './step-invariance.ts';
import { stepsOf } from './steps.ts';
import { subqueryWindows } from './subquery.ts';
import { matchingText } from './vector-matching.ts';
import { type NamedWindows, selectWindows } from './windows.ts';

const vector = (columns: readonly Column[]): Evaluated => ({ kind: 'vector', columns });

function withoutParentheses(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'parenthesised') inner = inner.expression;
  return inner;
}

/** A range selector or a subquery, series by series. */
export function evaluateRangeVector(expression: Expression, evaluation: Evaluation): Iterable<NamedWindows> {
  const inner = withoutParentheses(expression);
  switch (inner.kind) {
    case 'range-selector':
      return selectWindows(inner, evaluation);
    case 'subquery':
      return subqueryWindows(inner, evaluation, evaluateExpression);
    default:
      throw new Error(`a range vector of kind ${inner.kind}`);
  }
}

function samplesOf(value: Evaluated): number {
  switch (value.kind) {
    case 'string':
      return 0;
    case 'scalar':
      return value.values.length;
    case 'vector':
      return value.columns.reduce((count, { values }) => count + values.length, 0);
  }
}

/**
 * The value of an expression that is no range vector, at every step of the evaluation. What `@` pins is worked out at
 * one step only.
 */
export function evaluateExpression(expression: Expression, evaluation: Evaluation): Evaluated {
  const { steps, budget, invariance } = evaluation;
  const heldBefore = budget.held;
  const isPinned = steps.timesMs.length > 1 && invariance.holds(expression);
  const first = { startMs: steps.startMs, endMs: steps.startMs, stepMs: steps.stepMs };
  const value = isPinned
    ? atEveryStep(ofKind(expression, { ...evaluation, steps: stepsOf(first) }), steps)
    : ofKind(expression, evaluation);
  budget.settle(heldBefore);
  budget.takeSamples(samplesOf(value), expression.span);
  if (value.kind === 'vector') {
    budget.checkSeries(value.columns.length, expression.span);
    if (!evaluation.delayedNameRemoval) refuseSameLabels(value.columns, expression.span);
  }
  return value;
}

function ofKind(expression: Expression, evaluation: Evaluation): Evaluated {
  const stepCount = evaluation.steps.timesMs.length;
  if (stepCount === 0) return nothing(expression);
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', values: new Float64Array(stepCount).fill(expression.value) };
    case 'string':
      return { kind: 'string', value: expression.value };
    case 'instant-selector':
      return vector(selectInstant(expression, evaluation));
    case 'parenthesised':
      return evaluateExpression(expression.expression, evaluation);
    case 'unary':
      return signed(expression, evaluation);
    case 'binary':
      return combined(expression, evaluation);
    case 'aggregation':
      return aggregated(expression, evaluation);
    case 'call':
      return called(expression, evaluation);
    case 'range-selector':
    case 'subquery':
      throw new Error(`a ${expression.kind} where no range vector belongs`);
  }
}

/** Over no steps at all. */
function nothing(expression: Expression): Evaluated {
  switch (typeOf(expression)) {
    case 'string':
      return { kind: 'string', value: '' };
    case 'scalar':
      return { kind: 'scalar', values: new Float64Array(0) };
    default:
      return vector([]);
  }
}

function signed({ operator, expression, span }: UnaryOperation, evaluation: Evaluation): Evaluated {
  const value = evaluateExpression(expression, evaluation);
  if (operator === '+' || value.kind === 'string') return value;
  if (value.kind === 'scalar') return { kind: 'scalar', values: value.values.map((number) => -number) };
  const negated = value.columns.map((column) => {
    const { labels, nameDropped } = nameless(column.labels, evaluation.delayedNameRemoval);
    const result = newColumn(evaluation, labels, nameDropped, span);
    for (let i = 0; i < result.values.length; i++) result.values[i] = -column.values[i]!;
    return { ...result, present: column.present };
  });
  return vector(negated);
}

function combined(operation: BinaryOperation, evaluation: Evaluation): Evaluated {
  const { operator, matching } = operation;
  if (operator === 'or') return vector(united(operation, evaluation));
  const left = evaluateExpression(operation.left, evaluation);
  const right = evaluateExpression(operation.right, evaluation);
  if (left.kind === 'string' || right.kind === 'string') throw new Error('a string has no operators');
  if (left.kind === 'scalar') {
    if (right.kind === 'scalar')
      return { kind: 'scalar', values: scalarWithScalar(operation, left.values, right.values) };
    return vector(vectorWithScalar(operation, right.columns, left.values, 'left', evaluation));
  }
  if (right.kind === 'scalar')
    return vector(vectorWithScalar(operation, left.columns, right.values, 'right', evaluation));
  if (matching === null) throw new Error('two vectors without a matching');
  return operator === 'and' || operator === 'unless'
    ? vector(matchedLeft(operator === 'and' ? 1 : 0, matching, left.columns, right.columns, evaluation))
    : vector(vectorWithVector(operation, matching, left.columns, right.columns, evaluation));
}

/** Unions of unions as one: each by itself would look anew at all that the ones within it are of. */
function united(operation: BinaryOperation, evaluation: Evaluation): readonly Column[] {
  const { budget, steps } = evaluation;
  if (operation.matching === null) throw new Error('a union without a matching');
  const union = emptyUnion(operation.matching);
  const heldBefore = budget.held;
  for (const operand of operandsOfUnion(operation, matchingText(operation.matching))) {
    union.add(vectorOf(evaluateExpression(operand, evaluation)));
    // What was left out is let go.
    budget.settle(heldBefore);
    budget.takeSamples(union.columns.length * steps.timesMs.length, operation.span);
    budget.checkSeries(union.columns.length, operation.span);
  }
  return union.columns;
}

/** a, b and c of `a or b or c` and `a or (b or c)`, which come to the same where they are matched alike. */
function operandsOfUnion(expression: Expression, matching: string): readonly Expression[] {
  const inner = withoutParentheses(expression);
  if (inner.kind !== 'binary' || inner.operator !== 'or' || inner.matching === null) return [expression];
  if (matchingText(inner.matching) !== matching) return [expression];
  return [inner.left, inner.right].flatMap((operand) => operandsOfUnion(operand, matching));
}

function aggregated(aggregation: Aggregation, evaluation: Evaluation): Evaluated {
  const parameter = aggregation.parameter === null ? null : evaluateExpression(aggregation.parameter, evaluation);
  const columns = vectorOf(evaluateExpression(aggregation.expression, evaluation));
  return vector(aggregate(aggregation, parameter, columns, evaluation));
}

function called(call: FunctionCall, evaluation: Evaluation): Evaluated {
  const fn = FUNCTION_BY_NAME.get(call.name);
  if (fn === undefined) throw new Error(`no function ${call.name}`);
  const { steps, annotate, delayedNameRemoval, olderExtrapolation } = evaluation;
  const context: FunctionContext = { call, steps, annotate, delayedNameRemoval, olderExtrapolation };
  const value = (index: number): Evaluated => evaluateExpression(call.args[index]!, evaluation);
  const indices = [...call.args.keys()];
  switch (fn.kind) {
    case 'range': {
      const ranged = fn.rangeArgument ?? 0;
      const scalars = indices.filter((index) => index !== ranged).map((index) => scalarOf(value(index)));
      const series = evaluateRangeVector(call.args[ranged]!, evaluation);
      return vector(callRange(fn, series, scalars, context, evaluation));
    }
    case 'element': {
      const columns = vectorOf(value(0));
      const scalars = indices.slice(1).map((index) => scalarOf(value(index)));
      return vector(callElement(fn, columns, scalars, call.span, evaluation));
    }
    case 'whole-range':
      return vector(fn.evaluate([...evaluateRangeVector(call.args[0]!, evaluation)], context));
    case 'whole':
      return sampleTimes(call, evaluation) ?? fn.evaluate(indices.map(value), context);
  }
}

/** `timestamp()` right over a selector gives the times of the samples, of which an evaluated vector knows nothing. */
function sampleTimes({ name, args: [argument] }: FunctionCall, evaluation: Evaluation): Evaluated | null {
  if (name !== 'timestamp' || argument === undefined) return null;
  const inner = withoutParentheses(argument);
  if (inner.kind !== 'instant-selector') return null;
  const columns = selectInstant(inner, evaluation, 'time').map((column) => ({
    ...column,
    ...nameless(column.labels, evaluation.delayedNameRemoval),
  }));
  return vector(columns);
}
