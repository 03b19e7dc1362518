import { formatPlace } from '../../../../faults.ts';
import { type FilesLint, stretchOfName } from './lint.ts';
import type { LintedRule } from './linted-rule.ts';
import { fixedLabels } from './rule-labels.ts';

export const alertNameRepeated: FilesLint = {
  kind: 'files',
  id: 'alert-name-repeated',
  severity: 'warning',
  what: 'two alerts of one name that no label of their rules tells apart',
  why: 'Silences, routes and the pager go by name and labels: nobody can tell which of the two fired, or mute one of them.',
  fix: 'rename one, or give them a label with different values, such as `severity`',
  find(rules) {
    const known = new Map<string, LintedRule>();
    return rules.flatMap((each) => {
      if (each.rule.kind !== 'alert') return [];
      const key = JSON.stringify([each.rule.name, fixedLabels(each.rule)]);
      const before = known.get(key);
      known.set(key, before ?? each);
      // The same rule twice is another lint's.
      if (before === undefined || before.rule.query.source.text === each.rule.query.source.text) return [];
      const message = `${each.rule.name} is also the alert at ${formatPlace(before.rule.place)}, with the same labels`;
      return [{ of: each, at: stretchOfName(each), message }];
    });
  },
};
