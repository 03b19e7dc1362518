import { isComparison, MIRRORED } from '../../../../promql/operators.ts';
import type { ComparisonOperator, Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';

/** `observed operator limit`, turned round where a number stands on the left. */
export interface ComparedSides {
  readonly observed: Expression;
  readonly operator: ComparisonOperator;
  readonly limit: Expression;
}

/** Of an alert's expression: the comparison that its value comes from; null where it is none. */
export function comparedSides(expression: Expression): ComparedSides | null {
  if (expression.kind === 'parenthesised') return comparedSides(expression.expression);
  if (expression.kind !== 'binary') return null;
  const { operator, left, right, returnsBool } = expression;
  if (operator === 'and' || operator === 'unless') return comparedSides(left);
  if (!isComparison(operator) || returnsBool) return null;
  return typeOf(left) === 'scalar'
    ? { observed: right, operator: MIRRORED[operator], limit: left }
    : { observed: left, operator, limit: right };
}
