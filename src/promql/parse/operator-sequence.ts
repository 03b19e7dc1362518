import type { SyntaxNode } from '@lezer/common';
import type { ConcreteSyntax } from './concrete-syntax.ts';

/** Operands, operators and modifiers in the order of the text, none of them nested in another. */
export type SequenceItem =
  | { readonly kind: 'operand'; readonly node: SyntaxNode }
  /** The modified expression as the grammar has it; only the modifier at its end counts. */
  | { readonly kind: 'modifier'; readonly node: SyntaxNode }
  | { readonly kind: 'sign'; readonly sign: '+' | '-'; readonly from: number }
  | { readonly kind: 'binary'; readonly operator: SyntaxNode; readonly node: SyntaxNode };

/**
 * An expression taken apart. The grammar does not let modifiers bind closer than operators (it reads `a + b offset 5m` as
 * `(a + b) offset 5m`) and takes a sign into the number (`-1 ^ 2` as `(-1) ^ 2`), so how the parts bind is decided anew.
 */
export function operatorSequence(syntax: ConcreteSyntax, node: SyntaxNode, items: SequenceItem[] = []): SequenceItem[] {
  switch (node.name) {
    case 'BinaryExpr':
      operatorSequence(syntax, node.firstChild!, items);
      items.push({ kind: 'binary', operator: node.firstChild!.nextSibling!, node });
      return operatorSequence(syntax, node.lastChild!, items);
    case 'UnaryExpr':
      pushSign(syntax, node, items);
      return operatorSequence(syntax, node.lastChild!, items);
    case 'NumberDurationLiteral':
      if ('+-'.includes(syntax.text[syntax.span(node).from]!)) pushSign(syntax, node, items);
      items.push({ kind: 'operand', node });
      return items;
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr':
      operatorSequence(syntax, node.firstChild!, items);
      items.push({ kind: 'modifier', node });
      return items;
    default:
      items.push({ kind: 'operand', node });
      return items;
  }
}

function pushSign(syntax: ConcreteSyntax, node: SyntaxNode, items: SequenceItem[]): void {
  const { from } = syntax.span(node);
  items.push({ kind: 'sign', sign: syntax.text[from] as '+' | '-', from });
}
