import type { Expression } from './syntax.ts';

/** The expressions directly under this one, in the order of the text. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'string':
    case 'instant-selector':
      return [];
    case 'range-selector':
      return [expression.selector];
    case 'call':
      return expression.args;
    case 'aggregation':
      return expression.parameter === null ? [expression.expression] : [expression.parameter, expression.expression];
    case 'binary':
      return [expression.left, expression.right];
    case 'subquery':
    case 'unary':
    case 'parenthesised':
      return [expression.expression];
  }
}

/** Visits the expression and everything under it, outer ones first, in the order of the text. */
export function walk(expression: Expression, visit: (expression: Expression) => void): void {
  const waiting: Expression[] = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next);
    waiting.push(...children(next).toReversed());
  }
}
