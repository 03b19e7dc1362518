import type { SyntaxNode } from '@lezer/common';
import type { AtModifier, Expression, InstantSelector, RangeSelector, Subquery, TimeShift } from '../syntax.ts';
import { type BuildContext, fault, refuse } from './build-context.ts';
import { buildDuration } from './build-duration.ts';
import { buildSignedNumber } from './build-number.ts';

/** What stands behind an operand: a range, a subquery, `offset`, `@`. `node` is the modified expression as a whole. */
export function applyModifier(context: BuildContext, node: SyntaxNode, operand: Expression): Expression {
  const { to } = context.syntax.span(node);
  switch (node.name) {
    case 'MatrixSelector':
      return rangeSelector(context, node, operand, to);
    case 'SubqueryExpr':
      return subquery(context, node, operand, to);
    case 'OffsetExpr':
      return withOffset(context, node, operand, to);
    case 'StepInvariantExpr':
      return withAt(context, node, operand, to);
    default: {
      const word = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
      refuse(context, 'experimental-syntax', word, { from: to - word.length, to });
      return { ...operand, span: { from: operand.span.from, to } };
    }
  }
}

function rangeSelector(context: BuildContext, node: SyntaxNode, operand: Expression, to: number): Expression {
  const { syntax } = context;
  const duration = node.getChild('DurationExpr')!;
  const rangeMs = buildDuration(context, duration, 'positive');
  const span = { from: operand.span.from, to };
  const brackets = { from: syntax.tokens[syntax.tokenIndex(duration.from) - 1]!.from, to };
  if (operand.kind !== 'instant-selector') return fault(context, 'ranges only allowed for vector selectors', brackets);
  if (operand.offsetMs !== 0) return fault(context, 'no offset modifiers allowed before range', brackets);
  if (operand.at !== null) return fault(context, 'no @ modifiers allowed before range', brackets);
  return { kind: 'range-selector', span, selector: operand, rangeMs };
}

function subquery(context: BuildContext, node: SyntaxNode, operand: Expression, to: number): Subquery {
  const [range, step] = node.getChildren('DurationExpr');
  return {
    kind: 'subquery',
    span: { from: operand.span.from, to },
    expression: operand,
    rangeMs: buildDuration(context, range!, 'positive'),
    // What comes to less than a millisecond is no step, and the default one holds, as in Prometheus.
    stepMs: step === undefined ? null : buildDuration(context, step, 'positive') || null,
    offsetMs: 0,
    at: null,
  };
}

function withOffset(context: BuildContext, node: SyntaxNode, operand: Expression, to: number): Expression {
  const offsetMs = buildDuration(context, node.getChild('OffsetDurationExpr')!, 'any');
  return shifted(context, 'offset modifier', operand, to, (shift) => {
    if (shift.offsetMs !== 0) fault(context, 'offset may not be set multiple times', operand.span);
    return { offsetMs, at: shift.at };
  });
}

function withAt(context: BuildContext, node: SyntaxNode, operand: Expression, to: number): Expression {
  const at = atModifier(context, node, operand);
  return shifted(context, '@ modifier', operand, to, (shift) => {
    if (shift.at !== null) fault(context, '@ <timestamp> may not be set multiple times', operand.span);
    return { offsetMs: shift.offsetMs, at };
  });
}

function atModifier(context: BuildContext, node: SyntaxNode, operand: Expression): AtModifier | null {
  const word = node.getChild('AtModifierPreprocessors');
  if (word !== null) return { kind: word.getChild('AtStart') === null ? 'end' : 'start' };
  const { value } = buildSignedNumber(context, node.lastChild!);
  const timestampMs = Math.sign(value) * Math.round(Math.abs(value) * 1000) + 0;
  // Prometheus holds times as milliseconds in 64 bits, but lets the seconds go up to there.
  if (Math.abs(value) < 2 ** 63) return { kind: 'time', timestampMs };
  fault(context, `timestamp out of bounds for @ modifier: ${goFloat(value)}`, operand.span);
  return null;
}

/** As Go prints it (%f). */
function goFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return `${BigInt(value)}.000000`;
}

function shifted(
  context: BuildContext,
  modifier: string,
  operand: Expression,
  to: number,
  change: (shift: TimeShift) => TimeShift,
): InstantSelector | RangeSelector | Subquery | Expression {
  const span = { from: operand.span.from, to };
  if (operand.kind === 'instant-selector' || operand.kind === 'subquery')
    return { ...operand, ...change(operand), span };
  if (operand.kind === 'range-selector')
    return { ...operand, selector: { ...operand.selector, ...change(operand.selector) }, span };
  const wanted = 'an instant vector selector or range vector selector or a subquery';
  return fault(context, `${modifier} must be preceded by ${wanted}`, operand.span);
}
