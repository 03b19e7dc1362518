import type { BinaryOperator, MathNode } from './ast.ts';
import { MATH_FUNCTIONS } from './functions.ts';
import { isArithmetic } from './parse.ts';
import {
  type Argument,
  list,
  type MathRange,
  type MathValue,
  mapSeries,
  number,
  type Series,
  series,
} from './value.ts';

export interface MathInput extends MathRange {
  /** Every metric of the alarm by id, in the order written. */
  readonly metrics: ReadonlyMap<string, Series>;
  /** Value of an id: of a metric or of another expression. */
  valueOf(id: string): MathValue;
}

/** An expression that the type checker has passed, over one evaluation range. */
export function evaluateMath(node: MathNode, input: MathInput): MathValue {
  const value = evaluateArgument(node, input);
  if (value.kind === 'text' || value.kind === 'word') throw new Error('an expression is no word');
  return value;
}

function evaluateArgument(node: MathNode, input: MathInput): Argument {
  switch (node.kind) {
    case 'number':
      return number(node.value);
    case 'text':
      return { kind: 'text', text: node.value };
    case 'word':
      return { kind: 'word', word: node.word };
    case 'id':
      return input.valueOf(node.id);
    case 'list':
      return list(node.items.flatMap((item) => seriesOf(evaluateMath(item, input))));
    case 'negate':
      return mapSeries(evaluateMath(node.of, input), (values) => values.map((value) => -value));
    case 'binary':
      return combine(node.operator, evaluateMath(node.left, input), evaluateMath(node.right, input));
    case 'call':
      return call(node, input);
  }
}

function call({ name, args }: Extract<MathNode, { kind: 'call' }>, input: MathInput): MathValue {
  if (name === 'PERIOD') return number(input.periodMs / 1000);
  if (name === 'METRICS') {
    const [part] = args;
    const named = [...input.metrics].filter(([id]) => part?.kind !== 'text' || id.includes(part.value));
    return list(named.map(([, values]) => values));
  }
  return MATH_FUNCTIONS.get(name)!.apply(
    args.map((arg) => evaluateArgument(arg, input)),
    input,
  );
}

const seriesOf = (value: MathValue): readonly Series[] => {
  if (value.kind === 'number') throw new Error('a number is no series');
  return value.kind === 'series' ? [value.values] : value.items;
};

/**
 * Of two series, one of which has a data point, the other counts as 0 there; where neither has one there is none. A
 * division by 0 drops the data point. Source: CloudWatch User Guide, "Metric math syntax and functions".
 */
function combine(operator: BinaryOperator, left: MathValue, right: MathValue): MathValue {
  if (left.kind === 'number' && right.kind === 'number') return number(operate(operator, left.value, right.value));
  if (left.kind === 'list') return mapSeries(left, (values) => combineSeries(operator, series(values), right));
  if (right.kind === 'list') return mapSeries(right, (values) => combineSeries(operator, left, series(values)));
  return series(combineSeries(operator, left, right));
}

function combineSeries(operator: BinaryOperator, left: MathValue, right: MathValue): Series {
  if (left.kind === 'series' && right.kind === 'series') {
    return left.values.map((a, i) => {
      const b = right.values[i]!;
      if (Number.isNaN(a) && Number.isNaN(b)) return Number.NaN;
      return operate(operator, Number.isNaN(a) ? 0 : a, Number.isNaN(b) ? 0 : b);
    });
  }
  if (left.kind === 'series' && right.kind === 'number') {
    return left.values.map((a) => (Number.isNaN(a) ? Number.NaN : operate(operator, a, right.value)));
  }
  if (left.kind === 'number' && right.kind === 'series') {
    return right.values.map((b) => (Number.isNaN(b) ? Number.NaN : operate(operator, left.value, b)));
  }
  throw new Error(`${operator} over ${left.kind} and ${right.kind}`);
}

function operate(operator: BinaryOperator, a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  if (isArithmetic(operator)) return calculate(operator, a, b);
  return Number(holds(operator, a, b));
}

function calculate(operator: BinaryOperator, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? Number.NaN : a / b;
    default:
      return a ** b;
  }
}

function holds(operator: BinaryOperator, a: number, b: number): boolean {
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case 'AND':
      return a !== 0 && b !== 0;
    default:
      return a !== 0 || b !== 0;
  }
}
