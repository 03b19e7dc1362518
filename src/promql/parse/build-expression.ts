import type { SyntaxNode } from '@lezer/common';
import type { BinaryOperation, Expression } from '../syntax.ts';
import { typeOf } from '../type-of.ts';
import { buildAggregation, buildCall } from './build-call.ts';
import { type BuildContext, refuse } from './build-context.ts';
import { buildMatching } from './build-matching.ts';
import { applyModifier } from './build-modifier.ts';
import { buildNumber, withSign } from './build-number.ts';
import { buildSelector } from './build-selector.ts';
import { operatorSequence, type SequenceItem } from './operator-sequence.ts';
import { unquote } from './string-literal.ts';

/** The expression of a node that holds no errors of the grammar. */
export function buildExpression(context: BuildContext, node: SyntaxNode): Expression {
  const items = operatorSequence(context.syntax, node);
  return new Assembly(context, items).expression(LOWEST);
}

const LOWEST = 1;
const POWER = 6;

/** How closely operators bind: the higher the closer. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  or: LOWEST,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': POWER,
};

/** Puts the parts of an expression together by precedence (precedence climbing). */
class Assembly {
  readonly #context: BuildContext;
  readonly #items: readonly SequenceItem[];
  #at = 0;

  constructor(context: BuildContext, items: readonly SequenceItem[]) {
    this.#context = context;
    this.#items = items;
  }

  expression(lowest: number): Expression {
    let left = this.#signed();
    for (let item = this.#items[this.#at]; item?.kind === 'binary'; item = this.#items[this.#at]) {
      const operator = this.#context.syntax.textOf(item.operator).toLowerCase();
      const precedence = PRECEDENCE[operator]!;
      if (precedence < lowest) break;
      this.#at++;
      // Powers group from the right, everything else from the left.
      const right = this.expression(precedence === POWER ? POWER : precedence + 1);
      left = binary(this.#context, item, operator, left, right);
    }
    return left;
  }

  /** A sign binds like `*`: looser than a power, closer than a sum. */
  #signed(): Expression {
    const item = this.#items[this.#at]!;
    if (item.kind !== 'sign') return this.#modified();
    this.#at++;
    const expression = this.expression(POWER);
    if (expression.kind === 'number') return withSign(expression, item.sign, item.from);
    return { kind: 'unary', span: { from: item.from, to: expression.span.to }, operator: item.sign, expression };
  }

  #modified(): Expression {
    const operand = this.#items[this.#at++] as SequenceItem & { kind: 'operand' };
    let expression = buildOperand(this.#context, operand.node);
    for (let item = this.#items[this.#at]; item?.kind === 'modifier'; item = this.#items[++this.#at])
      expression = applyModifier(this.#context, item.node, expression);
    return expression;
  }
}

function buildOperand(context: BuildContext, node: SyntaxNode): Expression {
  const { syntax } = context;
  switch (node.name) {
    case 'NumberDurationLiteral':
      return buildNumber(context, node);
    case 'StringLiteral':
      return { kind: 'string', span: syntax.span(node), value: unquote(syntax.textOf(node)) };
    case 'VectorSelector':
      return buildSelector(context, node);
    case 'FunctionCall':
      return buildCall(context, node);
    case 'AggregateExpr':
      return buildAggregation(context, node);
    case 'ParenExpr':
      return {
        kind: 'parenthesised',
        span: syntax.span(node),
        expression: buildExpression(context, node.getChild('Expr')!),
      };
    default:
      throw new Error(`no expression is built from ${node.name}`);
  }
}

function binary(
  context: BuildContext,
  item: SequenceItem & { kind: 'binary' },
  written: string,
  left: Expression,
  right: Expression,
): BinaryOperation {
  const trims = written === '</' || written === '>/';
  if (trims) refuse(context, 'native-histogram', written, context.syntax.span(item.operator));
  // Trimming is refused; until then it is checked like a sum.
  const operator = (trims ? '+' : written) as BinaryOperation['operator'];
  const { returnsBool, matching } = buildMatching(context, item.node, operator);
  const ofVectors = typeOf(left) !== 'scalar' && typeOf(right) !== 'scalar';
  const operation: BinaryOperation = {
    kind: 'binary',
    span: { from: left.span.from, to: right.span.to },
    operator,
    left,
    right,
    returnsBool,
    matching: ofVectors ? matching : null,
  };
  context.matchings.set(operation, matching);
  return operation;
}
