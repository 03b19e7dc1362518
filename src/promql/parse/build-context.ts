import type { SyntaxNode } from '@lezer/common';
import type { RefusedConstruct } from '../evaluated.ts';
import type { BinaryOperation, Expression, NumberLiteral, Span, VectorMatching } from '../syntax.ts';
import type { ConcreteSyntax } from './concrete-syntax.ts';
import type { PromqlFault, PromqlRefusalInfo } from './parse-outcome.ts';

/** What the parts of the builder share while they turn the grammar's tree into an expression. */
export interface BuildContext {
  readonly syntax: ConcreteSyntax;
  readonly faults: PromqlFault[];
  readonly refusals: PromqlRefusalInfo[];
  /** Vector matching as written, also where an operand is a scalar; the type checker looks at it. */
  readonly matchings: Map<BinaryOperation, VectorMatching>;
  /** What is left of MAX_REGEX_COST. */
  readonly regexBudget: { left: number };
  /** Any expression: the way back from a part to the whole. */
  readonly build: (context: BuildContext, node: SyntaxNode) => Expression;
}

/** Notes a fault. What is returned may stand where something could not be built: nobody gets to see it. */
export function fault(context: BuildContext, message: string, span: Span, hint?: string): NumberLiteral {
  context.faults.push({ message, span, ...(hint !== undefined && { hint }) });
  return { kind: 'number', span, value: 0 };
}

const REASONS: Readonly<Record<RefusedConstruct, string>> = {
  'native-histogram': 'works on native histograms, which are not evaluated',
  'experimental-function': 'is an experimental function, which is not evaluated',
  'experimental-aggregation': 'is an experimental aggregation, which is not evaluated',
  'experimental-syntax': 'is not evaluated',
  'regular-expression': 'is beyond what is evaluated',
  limit: 'is beyond what is read',
};

export function refuse(context: BuildContext, construct: RefusedConstruct, what: string, span: Span): void {
  context.refusals.push({ construct, what, span, message: `${what} ${REASONS[construct]}` });
}

/** The expressions directly under a node. */
export function expressionNodes(node: SyntaxNode): readonly SyntaxNode[] {
  return node.getChildren('Expr');
}
