import { walk } from '../../../../promql/walk.ts';
import { mayRead } from '../evaluation/query-facts.ts';
import { type FilesLint, stretchOfName } from './lint.ts';
import type { LintedRule } from './linted-rule.ts';

export const recordingUnused: FilesLint = {
  kind: 'files',
  id: 'recording-unused',
  severity: 'note',
  what: 'a recording rule whose metric no rule reads',
  why: 'Dashboards may read it, and then it is well; if nothing does, it costs an evaluation and its series for nothing.',
  fix: 'take it out if nothing else reads it, or switch this lint off for it',
  find(rules) {
    const recorded = rules.filter(({ rule }) => rule.kind === 'recording');
    const unread = new Set(recorded.map(({ rule }) => rule.name));
    for (const each of rules) for (const metric of [...unread]) if (reads(each, metric)) unread.delete(metric);
    return recorded
      .filter(({ rule }) => unread.has(rule.name))
      .map((each) => ({
        of: each,
        at: stretchOfName(each),
        message: `no rule in these files reads ${each.rule.name}`,
      }));
  },
};

/** A rule that only feeds itself is not read either. Of one that is not evaluated the text has to do. */
function reads({ rule, expression }: LintedRule, metric: string): boolean {
  if (rule.name === metric && rule.kind === 'recording') return false;
  if (expression === null) return rule.query.source.text.includes(metric);
  let found = false;
  walk(expression, (each) => {
    if (each.kind === 'instant-selector' && mayRead(each, metric)) found = true;
  });
  if (found || rule.kind !== 'alert') return found;
  // Templates run queries too.
  return [...rule.annotations, ...rule.labels].some(
    ({ template, source }) => template?.queries === true && source.text.includes(metric),
  );
}
