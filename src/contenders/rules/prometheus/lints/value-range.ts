import { isComparison, MIRRORED } from '../../../../promql/operators.ts';
import type {
  Aggregation,
  BinaryOperation,
  ComparisonOperator,
  Expression,
  FunctionCall,
} from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { constant } from './inner-expression.ts';
import { metricOf } from './selected-metric.ts';

/** Every value an expression can have lies in [min, max], NaN aside. Counters are taken to be 0 or more. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

const ALL: ValueRange = { min: -Infinity, max: Infinity };
const NON_NEGATIVE: ValueRange = { min: 0, max: Infinity };
const ONE: ValueRange = { min: 1, max: 1 };

const OF_FUNCTION: Readonly<Record<string, ValueRange>> = {
  absent: ONE,
  absent_over_time: ONE,
  present_over_time: ONE,
  count_over_time: { min: 1, max: Infinity },
  rate: NON_NEGATIVE,
  irate: NON_NEGATIVE,
  increase: NON_NEGATIVE,
  changes: NON_NEGATIVE,
  resets: NON_NEGATIVE,
  stddev_over_time: NON_NEGATIVE,
  stdvar_over_time: NON_NEGATIVE,
  abs: NON_NEGATIVE,
  exp: NON_NEGATIVE,
  sqrt: NON_NEGATIVE,
  time: NON_NEGATIVE,
  timestamp: NON_NEGATIVE,
  sgn: { min: -1, max: 1 },
  histogram_fraction: { min: 0, max: 1 },
  minute: { min: 0, max: 59 },
  hour: { min: 0, max: 23 },
  day_of_week: { min: 0, max: 6 },
  day_of_month: { min: 1, max: 31 },
  day_of_year: { min: 1, max: 366 },
  days_in_month: { min: 28, max: 31 },
  month: { min: 1, max: 12 },
  pi: { min: Math.PI, max: Math.PI },
};

/** Their results are among, or between, the values they are given. */
const AMONG_FIRST = new Set([
  ...['label_replace', 'label_join', 'sort', 'sort_desc', 'vector'],
  ...['min_over_time', 'max_over_time', 'avg_over_time', 'last_over_time', 'first_over_time'],
]);

export function valueRange(expression: Expression): ValueRange {
  switch (expression.kind) {
    case 'number':
      return { min: expression.value, max: expression.value };
    case 'string':
      return ALL;
    case 'instant-selector':
      return metricOf(expression) === 'up' ? { min: 0, max: 1 } : ALL;
    case 'range-selector':
      return valueRange(expression.selector);
    case 'subquery':
    case 'parenthesised':
      return valueRange(expression.expression);
    case 'unary': {
      const { min, max } = valueRange(expression.expression);
      return expression.operator === '-' ? { min: -max, max: -min } : { min, max };
    }
    case 'call':
      return ofCall(expression);
    case 'aggregation':
      return ofAggregation(expression);
    case 'binary':
      return ofBinary(expression);
  }
}

function ofCall({ name, args }: FunctionCall): ValueRange {
  const known = OF_FUNCTION[name];
  if (known !== undefined) return known;
  const [first, second, third] = args;
  if (AMONG_FIRST.has(name)) return valueRange(first!);
  const inner = first === undefined ? ALL : valueRange(first);
  switch (name) {
    case 'clamp':
      return { min: constant(second!) ?? -Infinity, max: constant(third!) ?? Infinity };
    case 'clamp_min':
      return { min: Math.max(inner.min, constant(second!) ?? -Infinity), max: Infinity };
    case 'clamp_max':
      return { min: -Infinity, max: Math.min(inner.max, constant(second!) ?? Infinity) };
    case 'ceil':
      return { min: Math.ceil(inner.min), max: Math.ceil(inner.max) };
    case 'floor':
      return { min: Math.floor(inner.min), max: Math.floor(inner.max) };
    case 'sum_over_time':
      return summed(inner);
    default:
      return ALL;
  }
}

/** Of one value or more. */
const summed = ({ min, max }: ValueRange): ValueRange => ({
  min: min >= 0 ? min : -Infinity,
  max: max <= 0 ? max : Infinity,
});

function ofAggregation({ operator, expression, parameter }: Aggregation): ValueRange {
  switch (operator) {
    case 'count':
    case 'count_values':
      return { min: 1, max: Infinity };
    case 'group':
      return ONE;
    case 'stddev':
    case 'stdvar':
      return NON_NEGATIVE;
    case 'sum':
      return summed(valueRange(expression));
    case 'quantile': {
      const rank = parameter === null ? null : constant(parameter);
      return rank !== null && rank >= 0 && rank <= 1 ? valueRange(expression) : ALL;
    }
    default:
      return valueRange(expression);
  }
}

function ofBinary(operation: BinaryOperation): ValueRange {
  const { operator, left, right, returnsBool } = operation;
  const [l, r] = [valueRange(left), valueRange(right)];
  if (isComparison(operator)) {
    if (returnsBool) return { min: 0, max: 1 };
    // The value kept is that of the vector.
    return typeOf(left) === 'scalar' ? narrowed(r, MIRRORED[operator], l) : narrowed(l, operator, r);
  }
  switch (operator) {
    case 'and':
    case 'unless':
      return l;
    case 'or':
      return { min: Math.min(l.min, r.min), max: Math.max(l.max, r.max) };
    case '+':
      return ordered(l.min + r.min, l.max + r.max);
    case '-':
      return ordered(l.min - r.max, l.max - r.min);
    case '*':
      return l.min >= 0 && r.min >= 0 ? ordered(l.min * r.min, l.max * r.max) : ALL;
    case '/':
      return l.min >= 0 && r.min >= 0 ? ordered(l.min / r.max, r.min > 0 ? l.max / r.min : Infinity) : ALL;
    default:
      return ALL;
  }
}

/** ∞ − ∞ and 0 × ∞ say nothing. */
const ordered = (min: number, max: number): ValueRange => ({
  min: Number.isNaN(min) ? -Infinity : min,
  max: Number.isNaN(max) ? Infinity : max,
});

/** What may be left of a range once the comparison with some value of another has held. */
export function narrowed(range: ValueRange, operator: ComparisonOperator, other: ValueRange): ValueRange {
  const above = operator === '>' || operator === '>=' || operator === '==' ? other.min : -Infinity;
  const below = operator === '<' || operator === '<=' || operator === '==' ? other.max : Infinity;
  return { min: Math.max(range.min, above), max: Math.min(range.max, below) };
}

/** Whether the comparison holds for every pair of values, for none, or for some. */
export function compareRanges(
  l: ValueRange,
  operator: ComparisonOperator,
  r: ValueRange,
): 'always' | 'never' | 'sometimes' {
  // One side never has a value: that is for whoever looks at that side.
  if (l.min > l.max || r.min > r.max) return 'sometimes';
  const isOnly = (a: ValueRange, b: ValueRange) => a.min === a.max && b.min === b.max && a.min === b.min;
  const isApart = l.max < r.min || l.min > r.max;
  const answer = (always: boolean, never: boolean) => (always ? 'always' : never ? 'never' : 'sometimes');
  switch (operator) {
    case '>':
      return answer(l.min > r.max, l.max <= r.min);
    case '>=':
      return answer(l.min >= r.max, l.max < r.min);
    case '<':
      return answer(l.max < r.min, l.min >= r.max);
    case '<=':
      return answer(l.max <= r.min, l.min > r.max);
    case '==':
      return answer(isOnly(l, r), isApart);
    case '!=':
      return answer(isApart, isOnly(l, r));
  }
}
