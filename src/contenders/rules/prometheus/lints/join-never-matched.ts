import { isComparison } from '../../../../promql/operators.ts';
import type { BinaryOperation, Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { walk } from '../../../../promql/walk.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { type LintWorld, recordersOf } from './lint-world.ts';

export const joinNeverMatched: RuleLint = {
  kind: 'rule',
  id: 'join-never-matched',
  severity: 'warning',
  what: 'two sides of an operator that both have series in the data set and never a pair (with --data)',
  why: 'Elements without a partner are dropped without a word: over this data the operator returned nothing, ever.',
  fix: 'compare the labels of the two sides; match on those that both have',
  find(rule, world) {
    const { data } = world;
    if (data === null) return [];
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'binary' || each.matching === null || each.operator === 'or' || each.operator === 'unless')
        return;
      if (dependsOnAbsence(each, world)) return;
      const [left, right] = [unfiltered(each.left), unfiltered(each.right)];
      const pairs: BinaryOperation = {
        ...each,
        left,
        right,
        operator: 'and',
        returnsBool: false,
        matching: { ...each.matching, cardinality: 'many-to-many', include: [] },
      };
      if (!data.everReturns(left) || !data.everReturns(right) || data.everReturns(pairs)) return;
      const message = `both sides of \`${each.operator}\` have series in ${data.name}, and no pair ever matched`;
      remarks.push({ at: stretchIn(rule, each), message });
    });
    return remarks;
  },
};

/** What filters by value is taken out: whether labels fit does not depend on it. */
function unfiltered(expression: Expression): Expression {
  const of = unfiltered;
  switch (expression.kind) {
    case 'parenthesised':
    case 'unary':
    case 'aggregation':
    case 'subquery':
      return { ...expression, expression: of(expression.expression) };
    case 'call':
      return { ...expression, args: expression.args.map(of) };
    case 'binary': {
      const { operator, left, right, returnsBool } = expression;
      if (isComparison(operator) && !returnsBool && typeOf(expression) === 'vector')
        return {
          kind: 'parenthesised',
          span: expression.span,
          expression: typeOf(left) === 'scalar' ? of(right) : of(left),
        };
      return { ...expression, left: of(left), right: of(right) };
    }
    default:
      return expression;
  }
}

/** Nothing there is what such an expression waits for; and recorded series are not in the data. */
function dependsOnAbsence(expression: Expression, world: LintWorld): boolean {
  let found = false;
  walk(expression, (each) => {
    if (each.kind === 'call' && each.name.startsWith('absent')) found = true;
    if (each.kind === 'binary' && each.operator === 'unless') found = true;
    if (each.kind === 'instant-selector' && recordersOf(each, world).length > 0) found = true;
  });
  return found;
}
