import type { BinaryOperation, VectorMatching } from '../../../../promql/syntax.ts';
import { walk } from '../../../../promql/walk.ts';
import { canHave, type LabelShape, labelShape } from './label-shape.ts';
import { type Remark, type RuleLint, stretchIn } from './lint.ts';

export const joinNeverMatches: RuleLint = {
  kind: 'rule',
  id: 'join-never-matches',
  severity: 'error',
  what: 'two sides of an operator whose labels can never be equal',
  why: 'Elements without a partner are dropped without a word. Where none can have one, the operator returns nothing: the alert never fires.',
  fix: 'match on labels that both sides have, with `on (…)` or `ignoring (…)`, and keep them in `by (…)`',
  find(rule, world) {
    const remarks: Remark[] = [];
    walk(rule.expression, (each) => {
      if (each.kind !== 'binary' || each.matching === null || each.operator === 'or') return;
      const [left, right] = [labelShape(each.left, world), labelShape(each.right, world)];
      const why = whyNever(each.matching, left, right);
      if (why !== null) remarks.push({ at: stretchIn(rule, each), message: `${effect(each)}: ${why}` });
      else if (meetsNoLabels(each.matching, left, right)) {
        const message = `${effect(each)} unless the metrics have no labels: one side has none, and scraped series have job and instance`;
        remarks.push({ at: stretchIn(rule, each), message, severity: 'warning', fix: 'match with `on ()`' });
      }
    });
    return remarks;
  },
};

const effect = ({ operator }: BinaryOperation): string =>
  operator === 'unless' ? '`unless` never takes anything away here' : `\`${operator}\` never finds a pair here`;

function whyNever({ kind, labels }: VectorMatching, left: LabelShape, right: LabelShape): string | null {
  const matched =
    kind === 'on'
      ? labels
      : [...new Set([...left.expected, ...right.expected])].filter((label) => !labels.includes(label)).sort();
  for (const label of matched) {
    const [onLeft, onRight] = [canHave(left, label), canHave(right, label)];
    if (onLeft !== onRight) {
      const [has, lacks] = onLeft ? ['left', 'right'] : ['right', 'left'];
      return kind === 'on'
        ? `on (${label}), which the ${lacks} side cannot have`
        : `the ${has} side has the label ${label}, the ${lacks} side cannot have it`;
    }
    const [a, b] = [left.fixed.get(label), right.fixed.get(label)];
    if (a !== undefined && b !== undefined && a !== b)
      return `${label} is ${quoted(a)} on the left and ${quoted(b)} on the right`;
  }
  return null;
}

/** All labels of scraped series against none at all. */
function meetsNoLabels({ kind, labels }: VectorMatching, left: LabelShape, right: LabelShape): boolean {
  if (kind === 'on' || (labels.includes('job') && labels.includes('instance'))) return false;
  const isScraped = ({ only, never }: LabelShape) => only === null && !never.has('job') && !never.has('instance');
  return (isScraped(left) && right.only?.size === 0) || (isScraped(right) && left.only?.size === 0);
}

const quoted = (text: string): string => JSON.stringify(text);
