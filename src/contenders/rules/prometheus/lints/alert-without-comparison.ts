import { isComparison } from '../../../../promql/operators.ts';
import type { BinaryOperation, Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { isConditional } from './condition.ts';
import { bare } from './inner-expression.ts';
import { type RuleLint, stretchIn } from './lint.ts';

export const alertWithoutComparison: RuleLint = {
  kind: 'rule',
  id: 'alert-without-comparison',
  severity: 'warning',
  what: 'an alert whose expression compares nothing',
  why: 'Whatever an expression returns fires, 0 and NaN included: without a comparison the alert fires as long as there is data.',
  fix: 'compare with a threshold, such as `… > 0.05`',
  find(rule, world) {
    const { expression } = rule;
    if (rule.rule.kind !== 'alert' || isAlwaysOn(expression) || isConditional(expression, world)) return [];
    const inner = bare(expression);
    if (isBool(inner)) {
      const message = '`bool` returns 0 or 1 and never nothing, so this fires whether the comparison holds or not';
      return [{ at: stretchIn(rule, inner), message, severity: 'error', fix: 'leave out `bool`' }];
    }
    return [
      { at: stretchIn(rule, expression), message: 'nothing is compared here: this fires as long as there is data' },
    ];
  },
};

/** `vector(1)`, the alert that always fires, on purpose. */
const isAlwaysOn = (expression: Expression): boolean => {
  const inner = bare(expression);
  return typeOf(inner) === 'scalar' || (inner.kind === 'call' && inner.name === 'vector');
};

const isBool = (expression: Expression): expression is BinaryOperation =>
  expression.kind === 'binary' && isComparison(expression.operator) && expression.returnsBool;
