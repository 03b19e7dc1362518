import { FUNCTION_SIGNATURES, type FunctionSignature } from '../function-signatures.ts';
import type { Aggregation, BinaryOperation, Expression, FunctionCall, ValueType, VectorMatching } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import { TYPE_WORDS, typeOf } from '../type-of.ts';
import { COMPARISON_OPERATORS, SET_OPERATORS } from './build-matching.ts';
import type { PromqlFault } from './parse-outcome.ts';

/** Everything that is wrong with the types in an expression, in Prometheus' words and order. */
export function typeFaults(
  expression: Expression,
  text: string,
  matchings: ReadonlyMap<BinaryOperation, VectorMatching>,
): readonly PromqlFault[] {
  const faults: PromqlFault[] = [];
  check({ text, matchings, tell: (message, { span }) => faults.push({ message, span }) }, expression);
  return faults;
}

interface Checking {
  readonly text: string;
  readonly matchings: ReadonlyMap<BinaryOperation, VectorMatching>;
  readonly tell: (message: string, at: Pick<Expression, 'span'>) => void;
}

function check(checking: Checking, expression: Expression): ValueType {
  switch (expression.kind) {
    case 'aggregation':
      checkAggregation(checking, expression);
      break;
    case 'binary':
      checkBinary(checking, expression);
      break;
    case 'call':
      checkCall(checking, expression);
      break;
    case 'parenthesised':
      check(checking, expression.expression);
      break;
    case 'range-selector':
      check(checking, expression.selector);
      break;
    case 'instant-selector':
      if (expression.matchers.every(({ matches }) => matches('')))
        checking.tell('vector selector must contain at least one non-empty matcher', expression);
      break;
    case 'unary': {
      const type = check(checking, expression.expression);
      const wanted = 'unary expression only allowed on expressions of type scalar or instant vector';
      if (type !== 'scalar' && type !== 'vector') checking.tell(`${wanted}, got "${TYPE_WORDS[type]}"`, expression);
      break;
    }
    case 'subquery': {
      const type = check(checking, expression.expression);
      // Prometheus has its inner word for the type here, not the documented one.
      if (type !== 'vector')
        checking.tell(`subquery is only allowed on instant vector, got ${type} instead`, expression);
      break;
    }
  }
  return typeOf(expression);
}

function expectType(checking: Checking, expression: Expression, wanted: ValueType, where: string): void {
  const type = check(checking, expression);
  if (type !== wanted)
    checking.tell(`expected type ${TYPE_WORDS[wanted]} in ${where}, got ${TYPE_WORDS[type]}`, expression);
}

function checkAggregation(checking: Checking, { operator, expression, parameter }: Aggregation): void {
  expectType(checking, expression, 'vector', 'aggregation expression');
  if (parameter === null) return;
  expectType(checking, parameter, operator === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
}

function checkCall(checking: Checking, call: FunctionCall): void {
  const signature = FUNCTION_SIGNATURES.get(call.name)!;
  checkCount(checking, call, signature);
  for (const [i, argument] of call.args.entries()) {
    if (i >= signature.argTypes.length && signature.variadic === 0) break;
    const wanted = signature.argTypes[Math.min(i, signature.argTypes.length - 1)]!;
    // The second argument of info() may match everything.
    if (call.name === 'info' && i === 1 && argument.kind === 'instant-selector') continue;
    expectType(checking, argument, wanted, `call to function ${goQuote(call.name)}`);
  }
}

function checkCount(checking: Checking, call: FunctionCall, { argTypes, variadic }: FunctionSignature): void {
  const came = call.args.length;
  const tell = (wanted: string) =>
    checking.tell(`expected ${wanted} argument(s) in call to ${goQuote(call.name)}, got ${came}`, call);
  if (variadic === 0) {
    if (came !== argTypes.length) tell(`${argTypes.length}`);
    return;
  }
  const least = argTypes.length - 1;
  if (came < least) tell(`at least ${least}`);
  else if (variadic > 0 && came > least + variadic) tell(`at most ${least + variadic}`);
}

function checkBinary(checking: Checking, operation: BinaryOperation): void {
  const { tell } = checking;
  const { operator, left, right, returnsBool } = operation;
  const leftType = check(checking, left);
  const rightType = check(checking, right);
  const matching = checking.matchings.get(operation)!;
  const at = { span: operatorSpan(checking.text, operation) };
  const isComparison = COMPARISON_OPERATORS.has(operator);
  const isSetOperator = SET_OPERATORS.has(operator);
  if (returnsBool && !isComparison) tell('bool modifier can only be used on comparison operators', at);
  if (isComparison && !returnsBool && leftType === 'scalar' && rightType === 'scalar')
    tell('comparisons between scalars must use BOOL modifier', at);
  if (matching.kind === 'on')
    for (const label of matching.labels)
      if (matching.include.includes(label))
        tell(`label ${goQuote(label)} must not occur in ON and GROUP clause at once`, at);
  for (const [operand, type] of [[left, leftType] as const, [right, rightType] as const])
    if (type !== 'scalar' && type !== 'vector')
      tell('binary expression must contain only scalar and instant vector types', operand);
  if (leftType !== 'vector' || rightType !== 'vector') {
    if (matching.labels.length > 0) tell('vector matching only allowed between instant vectors', operation);
  } else if (isSetOperator && matching.cardinality !== 'many-to-many') {
    tell(`no grouping allowed for ${goQuote(operator)} operation`, operation);
    tell('set operations must always be many-to-many', operation);
  }
  if (isSetOperator && (leftType === 'scalar' || rightType === 'scalar'))
    tell(`set operator ${goQuote(operator)} not allowed in binary scalar expression`, operation);
}

/** The operator with its modifiers: what stands between the operands, blanks at the ends left out. */
function operatorSpan(text: string, { left, right }: BinaryOperation): Expression['span'] {
  let from = left.span.to;
  let to = right.span.from;
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return { from, to };
}
