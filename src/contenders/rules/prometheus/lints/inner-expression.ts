import type { Expression, FunctionCall, InstantSelector } from '../../../../promql/syntax.ts';

/** Without the parentheses around it. */
export function bare(expression: Expression): Expression {
  let inner = expression;
  while (inner.kind === 'parenthesised') inner = inner.expression;
  return inner;
}

/** A number that is written down, with its sign; null for anything else. */
export function constant(expression: Expression): number | null {
  const inner = bare(expression);
  if (inner.kind === 'number') return inner.value;
  if (inner.kind !== 'unary') return null;
  const value = constant(inner.expression);
  return value === null ? null : inner.operator === '-' ? -value : value;
}

/** Calls of these functions on a plain range of a selector. */
export function rangedSelector(call: FunctionCall, names: ReadonlySet<string>): InstantSelector | null {
  if (!names.has(call.name)) return null;
  for (const argument of call.args) {
    const inner = bare(argument);
    if (inner.kind === 'range-selector') return inner.selector;
  }
  return null;
}
