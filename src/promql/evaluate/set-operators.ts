import type { Column } from '../evaluated.ts';
import type { SetOperator, VectorMatching } from '../syntax.ts';
import type { Evaluation } from './evaluation.ts';
import { anyPresent, groupByMatch, type MatchGroup, matchLabels } from './vector-matching.ts';

type Groups = ReadonlyMap<string, MatchGroup>;

/** The same element, there only at the steps where the other side has (or has not) a match. Values are shared. */
function filtered(column: Column, matched: Uint8Array, wanted: 0 | 1): Column | null {
  const present = column.present.slice();
  let any = false;
  for (let i = 0; i < present.length; i++) {
    if (matched[i] !== wanted) present[i] = 0;
    else if (present[i] === 1) any = true;
  }
  return any ? { ...column, present } : null;
}

function select(
  columns: readonly Column[],
  matching: VectorMatching,
  others: Groups,
  wanted: 0 | 1,
  { steps }: Evaluation,
): readonly Column[] {
  const match = matchLabels(matching);
  const matchedByKey = new Map<string, Uint8Array>();
  const stepCount = steps.timesMs.length;
  return columns.flatMap((column) => {
    const { key } = match(column.labels);
    const group = others.get(key);
    if (group === undefined) return wanted === 1 ? [] : [column];
    const matched = matchedByKey.get(key) ?? anyPresent(group.columns, stepCount);
    matchedByKey.set(key, matched);
    return filtered(column, matched, wanted) ?? [];
  });
}

/** `and`, `unless` and `or`: many-to-many, by presence at each step; values and labels stay as they are. */
export function setOperation(
  operator: SetOperator,
  matching: VectorMatching,
  left: readonly Column[],
  right: readonly Column[],
  evaluation: Evaluation,
): readonly Column[] {
  switch (operator) {
    case 'and':
      return select(left, matching, groupByMatch(right, matching), 1, evaluation);
    case 'unless':
      return select(left, matching, groupByMatch(right, matching), 0, evaluation);
    case 'or':
      return [...left, ...select(right, matching, groupByMatch(left, matching), 0, evaluation)];
  }
}
