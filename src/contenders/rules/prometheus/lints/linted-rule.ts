import type { Expression } from '../../../../promql/syntax.ts';
import type { PrometheusRule, RuleGroup } from '../rule-file.ts';

export interface LintedRule {
  readonly group: RuleGroup;
  readonly rule: PrometheusRule;
  /** null: it says something that is not evaluated here. */
  readonly expression: Expression | null;
}

export interface EvaluableRule extends LintedRule {
  readonly expression: Expression;
}
