import type { Column } from '../evaluated.ts';
import type { VectorMatching } from '../syntax.ts';
import type { Evaluation } from './evaluation.ts';
import { anyPresent, groupByMatch, matchLabels } from './vector-matching.ts';

// Many-to-many, by presence at each step; values and labels stay as they are.

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

/** `and` (1) or `unless` (0): the left side where the right one has a match, or where it has none. */
export function matchedLeft(
  wanted: 0 | 1,
  matching: VectorMatching,
  left: readonly Column[],
  right: readonly Column[],
  { steps }: Evaluation,
): readonly Column[] {
  const match = matchLabels(matching);
  const others = groupByMatch(right, matching);
  const matchedByKey = new Map<string, Uint8Array>();
  const stepCount = steps.timesMs.length;
  return left.flatMap((column) => {
    const { key } = match(column.labels);
    const group = others.get(key);
    if (group === undefined) return wanted === 1 ? [] : [column];
    const matched = matchedByKey.get(key) ?? anyPresent(group.columns, stepCount);
    matchedByKey.set(key, matched);
    return filtered(column, matched, wanted) ?? [];
  });
}

/** `or`: of each vector that is added, the elements that nothing added before it matches. */
export interface Union {
  readonly columns: readonly Column[];
  add(vector: readonly Column[]): void;
}

export function emptyUnion(matching: VectorMatching): Union {
  const match = matchLabels(matching);
  const columns: Column[] = [];
  /** Steps at which something of that key is there. */
  const matchedByKey = new Map<string, Uint8Array>();
  return {
    columns,
    add(vector) {
      for (const column of vector) {
        const matched = matchedByKey.get(match(column.labels).key);
        const fresh = matched === undefined ? column : filtered(column, matched, 0);
        if (fresh !== null) columns.push(fresh);
      }
      // Elements of one vector do not match each other.
      for (const { labels, present } of vector) {
        const { key } = match(labels);
        const matched = matchedByKey.get(key);
        matchedByKey.set(key, matched === undefined ? present : present.map((there, i) => there | matched[i]!));
      }
    },
  };
}
