import { type Column, EvaluationError } from '../evaluated.ts';
import { compareLabels } from '../labels.ts';
import type { Span } from '../syntax.ts';

/** Where columns of the same labels stand, for every label set that more than one column has. */
function repeated(columns: readonly Column[]): readonly (readonly Column[])[] {
  if (columns.length < 2) return [];
  const byKey = new Map<string, Column[]>();
  for (const column of columns) {
    const same = byKey.get(column.labels.key);
    if (same === undefined) byKey.set(column.labels.key, [column]);
    else same.push(column);
  }
  return byKey.size === columns.length ? [] : [...byKey.values()].filter((same) => same.length > 1);
}

/** One column from several that are never present at the same step. */
function merged(same: readonly Column[], span: Span): Column {
  const [first] = same as [Column];
  const values = first.values.slice();
  const present = first.present.slice();
  for (const { values: more, present: there } of same.slice(1)) {
    for (let i = 0; i < present.length; i++) {
      if (there[i] === 0) continue;
      if (present[i] === 1) throw new EvaluationError('vector cannot contain metrics with the same labelset', span);
      present[i] = 1;
      values[i] = more[i]!;
    }
  }
  return { ...first, values, present };
}

/**
 * Fails where two columns of the same labels meet at a step. Columns of the same labels that never meet are left apart:
 * so each step keeps the order of elements that Prometheus has at that instant, and sums come out the same.
 */
export function refuseSameLabels(columns: readonly Column[], span: Span): void {
  for (const same of repeated(columns)) merged(same, span);
}

/** One column per label set. */
export function mergeSameLabels(columns: readonly Column[], span: Span): readonly Column[] {
  const groups = repeated(columns);
  if (groups.length === 0) return columns;
  const mergedByKey = new Map(groups.map((same) => [same[0]!.labels.key, merged(same, span)]));
  const placed = new Set<string>();
  return columns.flatMap((column) => {
    const one = mergedByKey.get(column.labels.key);
    if (one === undefined) return [column];
    if (placed.has(column.labels.key)) return [];
    placed.add(column.labels.key);
    return [one];
  });
}

export const inOrderOfLabels = (columns: readonly Column[]): readonly Column[] =>
  [...columns].sort((a, b) => compareLabels(a.labels, b.labels));
