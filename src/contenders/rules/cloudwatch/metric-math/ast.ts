export const ARITHMETIC = ['+', '-', '*', '/', '^'] as const;
export const COMPARING = ['==', '!=', '<=', '>=', '<', '>'] as const;

export type BinaryOperator = (typeof ARITHMETIC)[number] | (typeof COMPARING)[number] | 'AND' | 'OR';

/** A metric math expression. `at`: offset into its text. */
export type MathNode =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  /** Id of a metric or of another expression; they start with a small letter. */
  | { readonly kind: 'id'; readonly id: string; readonly at: number }
  /** A bare word in capitals: `REPEAT`, `LINEAR`, `ASC`, `DESC`, the `AVG` of SORT. */
  | { readonly kind: 'word'; readonly word: string; readonly at: number }
  | { readonly kind: 'list'; readonly items: readonly MathNode[]; readonly at: number }
  | { readonly kind: 'negate'; readonly of: MathNode; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: MathNode;
      readonly right: MathNode;
      readonly at: number;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MathNode[]; readonly at: number };

export function childrenOf(node: MathNode): readonly MathNode[] {
  switch (node.kind) {
    case 'list':
      return node.items;
    case 'negate':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return node.args;
    default:
      return [];
  }
}

/** Ids of metrics and expressions that a node reads, each once. METRICS() reads what is not named here. */
export function idsOf(node: MathNode): string[] {
  const ids = node.kind === 'id' ? [node.id] : childrenOf(node).flatMap(idsOf);
  return [...new Set(ids)];
}

/** Whether METRICS() stands anywhere in it. */
export function readsAllMetrics(node: MathNode): boolean {
  return (node.kind === 'call' && node.name === 'METRICS') || childrenOf(node).some(readsAllMetrics);
}
