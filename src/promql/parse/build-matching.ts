import type { SyntaxNode } from '@lezer/common';
import { isLabelName } from '../labels.ts';
import type { BinaryOperation, VectorMatching } from '../syntax.ts';
import { goQuote } from '../text/go-quote.ts';
import { type BuildContext, fault, refuse } from './build-context.ts';
import { unquote } from './string-literal.ts';

/** Names in parentheses, plain or quoted. */
export function groupingLabels(context: BuildContext, node: SyntaxNode): readonly string[] {
  const { syntax } = context;
  const labels: string[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const text = syntax.textOf(child);
    const label = child.name === 'QuotedLabelName' ? unquote(text) : text;
    if (!isLabelName(label)) fault(context, `invalid label name for grouping: ${goQuote(label)}`, syntax.span(child));
    labels.push(label);
  }
  return labels;
}

/** `bool`, `on`, `ignoring`, `group_left`, `group_right` of a binary operation; `fill` is refused. */
export function buildMatching(
  context: BuildContext,
  node: SyntaxNode,
  operator: BinaryOperation['operator'],
): { readonly returnsBool: boolean; readonly matching: VectorMatching } {
  const fill = node.getChild('FillModifier');
  if (fill !== null) refuse(context, 'experimental-syntax', 'fill', context.syntax.span(fill));
  const clause = node.getChild('MatchingModifierClause');
  const [labels, include] = clause?.getChildren('GroupingLabels') ?? [];
  const side = clause?.getChild('GroupLeft') ? 'left' : clause?.getChild('GroupRight') ? 'right' : null;
  return {
    returnsBool: node.getChild('BoolModifier') !== null,
    matching: {
      cardinality: cardinality(side, SET_OPERATORS.has(operator)),
      kind: clause?.getChild('On') ? 'on' : 'ignoring',
      labels: labels === undefined ? [] : groupingLabels(context, labels),
      include: include === undefined ? [] : groupingLabels(context, include),
    },
  };
}

export const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
export const COMPARISON_OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);

function cardinality(side: 'left' | 'right' | null, isSetOperator: boolean): VectorMatching['cardinality'] {
  if (side !== null) return side === 'left' ? 'many-to-one' : 'one-to-many';
  return isSetOperator ? 'many-to-many' : 'one-to-one';
}
