import { formatExpression } from '../../../../promql/format-expression.ts';
import { isComparison } from '../../../../promql/operators.ts';
import type { BinaryOperation, Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { walk } from '../../../../promql/walk.ts';
import { bare } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import { valueRange } from './value-range.ts';

/** One NaN or infinity among their elements is all of their result. */
const POISONED: ReadonlySet<string> = new Set([
  ...['sum', 'avg', 'stddev', 'stdvar'],
  ...['sum_over_time', 'avg_over_time', 'stddev_over_time', 'stdvar_over_time'],
]);

export const divisionMayPoison: RuleLint = {
  kind: 'rule',
  id: 'division-may-poison',
  severity: 'warning',
  what: 'a division inside an aggregation, by something that can be 0',
  why: '0/0 is NaN and x/0 is infinite: one idle element makes the whole sum or average NaN, and no comparison with NaN holds.',
  fix: 'divide the sums, `sum(a) / sum(b)`, or leave the idle ones out: `a / (b > 0)`',
  find(rule) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      const [name, inside] =
        each.kind === 'aggregation'
          ? [each.operator, [each.expression]]
          : each.kind === 'call'
            ? [each.name, each.args]
            : ['', []];
      if (!POISONED.has(name)) return;
      for (const division of inside.flatMap(divisions)) {
        const by = shortened(formatExpression(division.right));
        remarks.push({ at: stretchIn(rule, division), message: `${name}() is NaN as soon as one ${by} is 0` });
      }
    });
    return remarks;
  },
};

/** Those whose result reaches the outside unfiltered. */
function divisions(expression: Expression): BinaryOperation[] {
  const inner = bare(expression);
  switch (inner.kind) {
    case 'subquery':
    case 'unary':
      return divisions(inner.expression);
    case 'call':
      return inner.args.flatMap(divisions);
    case 'binary': {
      const { operator, left, right } = inner;
      if (isComparison(operator) || operator === 'unless' || operator === 'and') return [];
      const mine = (operator === '/' || operator === '%') && canBeZero(right) ? [inner] : [];
      return [...mine, ...divisions(left), ...divisions(right)];
    }
    default:
      // Another aggregation answers for itself.
      return [];
  }
}

function canBeZero(divisor: Expression): boolean {
  if (typeOf(divisor) !== 'vector') return false;
  const inner = bare(divisor);
  if (inner.kind === 'binary' && isComparison(inner.operator) && !inner.returnsBool) return false;
  const { min, max } = valueRange(divisor);
  return min <= 0 && max >= 0;
}

const shortened = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 57)}...` : text}\``;
