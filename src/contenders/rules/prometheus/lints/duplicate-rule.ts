import { formatPlace } from '../../../../faults.ts';
import { formatExpression } from '../../../../promql/format-expression.ts';
import { type FilesLint, stretchOfName } from './lint.ts';
import type { LintedRule } from './linted-rule.ts';
import { fixedLabels } from './rule-labels.ts';

export const duplicateRule: FilesLint = {
  kind: 'files',
  id: 'duplicate-rule',
  severity: 'error',
  what: 'two rules with the same name, labels and expression',
  why: 'Two alerts page twice for one thing; two recording rules write the same series twice, and the second write is an error.',
  fix: 'take one of them out',
  find(rules) {
    const first = new Map<string, LintedRule>();
    return rules.flatMap((each) => {
      const key = identityOf(each);
      const before = first.get(key);
      if (before === undefined) {
        first.set(key, each);
        return [];
      }
      const message = `the same as the rule at ${formatPlace(before.rule.place)}`;
      return [{ of: each, at: stretchOfName(each), message }];
    });
  },
};

function identityOf({ rule, expression }: LintedRule): string {
  const text = expression === null ? rule.query.source.text : formatExpression(expression);
  const timing = rule.kind === 'alert' ? [rule.holdMs, rule.keepFiringMs] : [];
  return JSON.stringify([rule.kind, rule.name, fixedLabels(rule), text, ...timing]);
}
