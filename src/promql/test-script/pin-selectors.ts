import type { AtModifier, Expression, InstantSelector } from '../syntax.ts';
import { TIME_DEPENDENT } from '../time-dependent.ts';
import { children } from '../walk.ts';

/**
 * The query with `@ atMs` on every selector and subquery that has none, except inside a subquery, which is evaluated
 * at times of its own. null: the query depends on the evaluation time in another way.
 */
export function pinSelectors(expression: Expression, atMs: number): Expression | null {
  const at: AtModifier = { kind: 'time', timestampMs: atMs };
  return dependsOnTime(expression) ? null : pinned(expression, at);
}

function dependsOnTime(expression: Expression): boolean {
  if (expression.kind === 'call' && TIME_DEPENDENT.has(expression.name)) return true;
  // Inside a subquery the times are the subquery's own.
  return expression.kind !== 'subquery' && children(expression).some(dependsOnTime);
}

function pinned(expression: Expression, at: AtModifier): Expression {
  const inside = <E extends Expression>(part: E): E => pinned(part, at) as E;
  switch (expression.kind) {
    case 'number':
    case 'string':
      return expression;
    case 'instant-selector':
      return pinnedSelector(expression, at);
    case 'range-selector':
      return { ...expression, selector: pinnedSelector(expression.selector, at) };
    case 'subquery':
      return { ...expression, at: expression.at ?? at };
    case 'unary':
    case 'parenthesised':
      return { ...expression, expression: inside(expression.expression) };
    case 'call':
      return { ...expression, args: expression.args.map(inside) };
    case 'aggregation':
      return {
        ...expression,
        expression: inside(expression.expression),
        parameter: expression.parameter === null ? null : inside(expression.parameter),
      };
    case 'binary':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
  }
}

const pinnedSelector = (selector: InstantSelector, at: AtModifier): InstantSelector => ({
  ...selector,
  at: selector.at ?? at,
});
