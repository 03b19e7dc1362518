import { formatExpression } from '../../../../promql/format-expression.ts';
import { isComparison, MIRRORED } from '../../../../promql/operators.ts';
import type { BinaryOperation, ComparisonOperator, Expression } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { isConditional } from './condition.ts';
import { bare, constant } from './inner-expression.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';
import type { EvaluableRule } from './linted-rule.ts';
import { compareRanges, narrowed, type ValueRange, valueRange } from './value-range.ts';

export const comparisonNeverTrue: RuleLint = {
  kind: 'rule',
  id: 'comparison-never-true',
  severity: 'error',
  what: 'a comparison that no value can pass',
  why: 'An alert behind it never fires. The commonest is `count(…) == 0`: a count of nothing is no 0, it is nothing.',
  fix: 'compare with a value that the expression can have',
  find: (rule) => [...comparisons(rule, 'never').map(neverTrue(rule)), ...contradictions(rule)],
};

export const comparisonAlwaysTrue: RuleLint = {
  kind: 'rule',
  id: 'comparison-always-true',
  severity: 'warning',
  what: 'a comparison that every value passes',
  why: 'It keeps everything there is: an alert behind it fires as long as there is data.',
  fix: 'compare with a value that can be on either side',
  find: (rule, world) =>
    comparisons(rule, 'always')
      // `absent(x) == 1` compares what is a condition already.
      .filter(({ left, right }) => !isConditional(left, world) && !isConditional(right, world))
      .map((each) => ({
        at: stretchIn(rule, each),
        message: `always holds: ${ranges(each)}`,
        // Beside another condition it is only more to read.
        ...(isConditional(rule.expression, world, each) && { severity: 'note' as const }),
      })),
};

type Comparison = BinaryOperation & { readonly operator: ComparisonOperator };

function comparisons(rule: EvaluableRule, outcome: 'always' | 'never'): Comparison[] {
  const found: Comparison[] = [];
  walk(rule.expression, (each) => {
    if (each.kind !== 'binary' || !isComparison(each.operator) || each.returnsBool) return;
    const comparison = each as Comparison;
    if (compareRanges(valueRange(each.left), each.operator, valueRange(each.right)) === outcome) found.push(comparison);
  });
  return found;
}

const neverTrue =
  (rule: EvaluableRule) =>
  (each: Comparison): Remark => ({
    at: stretchIn(rule, each),
    message: `never holds: ${ranges(each)}`,
    ...fixOf(each.left),
  });

function fixOf(compared: Expression): Pick<Remark, 'fix'> {
  const inner = bare(compared);
  if (inner.kind !== 'aggregation') return {};
  if (inner.operator === 'count')
    return { fix: 'for "there is none" write `absent(…)`, or `(count(…) or vector(0)) == 0`' };
  const summed = bare(inner.expression);
  const isFiltered = summed.kind === 'binary' && isComparison(summed.operator) && !summed.returnsBool;
  return isFiltered ? { fix: 'a filter keeps the values themselves: to tell how many there are write `count(…)`' } : {};
}

const ranges = ({ left, right }: Comparison): string =>
  `the left side is ${words(valueRange(left))}, the right ${words(valueRange(right))}`;

function words({ min, max }: ValueRange): string {
  if (min === max) return String(min);
  if (max === Infinity) return min === -Infinity ? 'any number' : `${min} or more`;
  return min === -Infinity ? `${max} or less` : `from ${min} to ${max}`;
}

/** `x > 90 and x < 80`: the same elements, by the same labels. */
function contradictions(rule: EvaluableRule): Remark[] {
  const remarks: Remark[] = [];
  walk(rule.expression, (each) => {
    if (each.kind !== 'binary' || each.operator !== 'and' || !matchesAllLabels(each)) return;
    const left = new Map(conjuncts(each.left).map((bound) => [bound.of, bound]));
    for (const bound of conjuncts(each.right)) {
      const other = left.get(bound.of);
      if (other === undefined || Math.max(bound.min, other.min) <= Math.min(bound.max, other.max)) continue;
      const message = `never holds: \`${bound.of}\` would have to be ${words(other)} and ${words(bound)}`;
      remarks.push({ at: stretchIn(rule, each), message });
    }
  });
  return remarks;
}

interface Bound extends ValueRange {
  readonly of: string;
}

const matchesAllLabels = ({ matching }: BinaryOperation): boolean =>
  matching !== null && matching.kind === 'ignoring' && matching.labels.length === 0;

function conjuncts(expression: Expression): Bound[] {
  const inner = bare(expression);
  if (inner.kind !== 'binary') return [];
  const { operator, left, right } = inner;
  if (operator === 'and') return matchesAllLabels(inner) ? [...conjuncts(left), ...conjuncts(right)] : conjuncts(left);
  if (!isComparison(operator) || inner.returnsBool) return [];
  const [onLeft, onRight] = [constant(left), constant(right)];
  if (onRight !== null) return [bound(left, operator, onRight)];
  return onLeft === null ? [] : [bound(right, MIRRORED[operator], onLeft)];
}

const bound = (of: Expression, operator: ComparisonOperator, value: number): Bound => ({
  of: formatExpression(bare(of)),
  ...narrowed(valueRange(of), operator, { min: value, max: value }),
});
