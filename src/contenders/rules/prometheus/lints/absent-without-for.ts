import { formatDuration } from '../../../../duration.ts';
import { walk } from '../../../../promql/walk.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';

export const absentWithoutFor: RuleLint = {
  kind: 'rule',
  id: 'absent-without-for',
  severity: 'warning',
  what: 'absent() in an alert whose `for` is shorter than two scrape intervals',
  why: 'One failed scrape, a restart of the target or of Prometheus itself makes a series absent for a moment.',
  fix: 'add `for:` of at least two scrape intervals, or use absent_over_time()',
  find(each, { scrapeIntervalMs }) {
    const { rule, expression } = each;
    if (rule.kind !== 'alert' || rule.holdMs >= 2 * scrapeIntervalMs) return [];
    const remarks: Remark[] = [];
    walk(expression, (part) => {
      if (part.kind !== 'call' || part.name !== 'absent' || looksBack(part)) return;
      const held = rule.holdMs === 0 ? 'no `for`' : `\`for: ${formatDuration(rule.holdMs)}\``;
      remarks.push({ at: stretchIn(each, part), message: `absent() with ${held}: one missed scrape fires` });
    });
    return remarks;
  },
};

/** Over a range nothing is missing until the whole range is empty. */
function looksBack(expression: Parameters<typeof walk>[0]): boolean {
  let found = false;
  walk(expression, ({ kind }) => {
    if (kind === 'range-selector' || kind === 'subquery') found = true;
  });
  return found;
}
