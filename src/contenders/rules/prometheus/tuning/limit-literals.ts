import type {
  Aggregation,
  BinaryOperation,
  Expression,
  FunctionCall,
  NumberLiteral,
} from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { walk } from '../../../../promql/walk.ts';

/** Functions through which a comparison still decides what is returned. */
const TRANSPARENT_CALLS = ['label_replace', 'label_join', 'sort', 'sort_desc'];
const TRANSPARENT_AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'group'];
/** Equality is a state, not a limit: half of `up == 1` means nothing. */
const LIMITING = ['>', '<', '>=', '<='];
const COMPARING = ['==', '!=', ...LIMITING];

/**
 * The numbers that the comparisons deciding whether an alert is raised hold something against: multiplied by a factor,
 * they multiply its limits by it. Not those of comparisons inside functions or under arithmetic, not what follows
 * `unless`, and not the hours and days of expressions that look at no series. A 0 stays one under any factor and is left
 * out.
 */
export function limitLiterals(expression: Expression): readonly NumberLiteral[] {
  switch (expression.kind) {
    case 'parenthesised':
      return limitLiterals(expression.expression);
    case 'aggregation':
      return isTransparent(expression) ? limitLiterals(expression.expression) : [];
    case 'call':
      return TRANSPARENT_CALLS.includes(expression.name) ? ofFirst(expression) : [];
    case 'binary':
      return ofBinary(expression);
    default:
      return [];
  }
}

const isTransparent = ({ operator }: Aggregation) => TRANSPARENT_AGGREGATIONS.includes(operator);
const ofFirst = ({ args: [first] }: FunctionCall) => (first === undefined ? [] : limitLiterals(first));

function ofBinary({ operator, left, right, returnsBool, matching }: BinaryOperation): readonly NumberLiteral[] {
  if (operator === 'and' || operator === 'or') return [...limitLiterals(left), ...limitLiterals(right)];
  if (operator === 'unless') return limitLiterals(left);
  // `(… > 5) * on (instance) group_left (name) info` keeps what the comparison keeps.
  if (operator === '*' && matching !== null) return [...limitLiterals(left), ...limitLiterals(right)];
  if (returnsBool || !COMPARING.includes(operator)) return [];
  const within = [...comparisonsWithin(left), ...comparisonsWithin(right)];
  return LIMITING.includes(operator) ? [...within, ...heldAgainst(left, right)] : within;
}

/** `5 < load < 10` compares what a comparison returned. */
function comparisonsWithin(side: Expression): readonly NumberLiteral[] {
  if (side.kind === 'parenthesised') return comparisonsWithin(side.expression);
  return side.kind === 'binary' && COMPARING.includes(side.operator) ? limitLiterals(side) : [];
}

/** The side that is a number, or a multiple of what the other is held against (`free < 0.1 * size`). */
function heldAgainst(left: Expression, right: Expression): readonly NumberLiteral[] {
  const [limit, observed] = typeOf(left) === 'scalar' ? [left, right] : [right, left];
  if (!readsSeries(observed)) return [];
  const literals = multiplied(limit) ?? (typeOf(limit) === 'vector' ? multiplied(observed) : null) ?? [];
  return literals.filter(({ value }) => Number.isFinite(value) && value !== 0);
}

/** Literals which, each multiplied by a factor, multiply the value by it; null where there are none such. */
function multiplied(expression: Expression): readonly NumberLiteral[] | null {
  if (expression.kind === 'number') return [expression];
  if (expression.kind === 'parenthesised' || expression.kind === 'unary') return multiplied(expression.expression);
  if (expression.kind !== 'binary') return null;
  const { operator, left, right } = expression;
  if (operator === '*') return multiplied(left) ?? multiplied(right);
  if (operator === '/') return multiplied(left);
  if (operator !== '+' && operator !== '-') return null;
  const [first, second] = [multiplied(left), multiplied(right)];
  return first === null || second === null ? null : [...first, ...second];
}

function readsSeries(expression: Expression): boolean {
  let found = false;
  walk(expression, ({ kind }) => {
    found ||= kind === 'instant-selector';
  });
  return found;
}
