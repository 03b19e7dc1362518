import type { SyntaxNode } from '@lezer/common';
import { type BuildContext, fault, refuse } from './build-context.ts';
import { buildNumber } from './build-number.ts';
import { MAX_DURATION_MS } from './parse-duration.ts';

/** In seconds; null where a fault or a refusal has been noted. */
type Seconds = number | null;

/**
 * A duration after `offset` or in brackets, in milliseconds: a literal, or arithmetic of literals, which has a value
 * before anything is evaluated. `step()` and `range()` depend on the query and are refused. 0 where it is faulty.
 */
export function buildDuration(context: BuildContext, node: SyntaxNode, sign: 'positive' | 'any'): number {
  const value = seconds(context, node);
  if (value === null) return 0;
  const span = context.syntax.span(node);
  if (sign === 'positive' && value <= 0) fault(context, 'duration must be greater than 0', span);
  // Also where arithmetic gives no number.
  else if (!(Math.abs(value) * 1000 < MAX_DURATION_MS)) fault(context, 'duration out of range', span);
  else return Math.trunc(isArithmetic(node) ? value * 1000 : Math.round(value * 1e9) / 1e6);
  return 0;
}

/** Prometheus rounds literals to nanoseconds and cuts the results of arithmetic to milliseconds. */
function isArithmetic(node: SyntaxNode): boolean {
  const { firstChild } = node;
  if (firstChild === null || firstChild.name === 'NumberDurationLiteralInDurationContext') return false;
  return firstChild.name === 'UnaryOp' ? isArithmetic(firstChild.nextSibling!) : true;
}

function seconds(context: BuildContext, node: SyntaxNode): Seconds {
  const [first, second, third] = childrenOf(node);
  switch (first!.name) {
    case 'NumberDurationLiteralInDurationContext':
      return literal(context, first!);
    case 'UnaryOp':
      return negated(context.syntax.textOf(first!) === '-', seconds(context, second!));
    case 'DurationStep':
    case 'DurationRange':
      refuse(
        context,
        'experimental-syntax',
        `${context.syntax.textOf(first!)}() in a duration`,
        context.syntax.span(node),
      );
      return null;
    case 'DurationMinOf':
    case 'DurationMaxOf':
      return combined(context, first!, second!, third!);
    default:
      return second === undefined ? seconds(context, first!) : combined(context, second, first!, third!);
  }
}

function literal(context: BuildContext, node: SyntaxNode): Seconds {
  const before = context.faults.length;
  const { value } = buildNumber(context, node);
  return context.faults.length > before ? null : value;
}

const negated = (negative: boolean, value: Seconds): Seconds => (negative && value !== null ? -value : value);

function combined(context: BuildContext, operator: SyntaxNode, left: SyntaxNode, right: SyntaxNode): Seconds {
  const a = seconds(context, left);
  const b = seconds(context, right);
  if (a === null || b === null) return null;
  if (b === 0 && (operator.name === 'Div' || operator.name === 'Mod')) {
    const message = operator.name === 'Div' ? 'division by zero' : 'modulo by zero';
    fault(context, message, context.syntax.span(operator));
    return null;
  }
  return ARITHMETIC[operator.name]!(a, b);
}

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Mod: (a, b) => a % b,
  Pow: (a, b) => a ** b,
  DurationMinOf: Math.min,
  DurationMaxOf: Math.max,
};

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
