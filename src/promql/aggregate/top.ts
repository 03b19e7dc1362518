import { type Column, EvaluationError } from '../evaluated.ts';
import type { Aggregation } from '../syntax.ts';
import { formatG } from '../text/go-number.ts';
import { groupsOf } from './grouping.ts';
import { ValueHeap } from './value-heap.ts';

/** Bounds of a signed 64-bit integer, as far as a double holds them. */
const MAX_INT64 = 2 ** 63 - 1024;
const MIN_INT64 = -(2 ** 63);

/** False when no step asks for any element. */
function checkCounts(counts: Float64Array, { span }: Aggregation): boolean {
  const isAllBelowOne = counts.every((k) => k < 1);
  if (isAllBelowOne) return false;
  if (counts.includes(Number.NaN)) throw new EvaluationError('Parameter value is NaN', span);
  const least = counts.reduce((a, b) => Math.min(a, b));
  const most = counts.reduce((a, b) => Math.max(a, b));
  if (least <= MIN_INT64) throw new EvaluationError(`Scalar value ${formatG(least)} underflows int64`, span);
  if (most >= MAX_INT64) throw new EvaluationError(`Scalar value ${formatG(most)} overflows int64`, span);
  return true;
}

/** Offers the elements of one group at one step; which of them are best stands in the heap then. */
function offerAll(columns: readonly Column[], step: number, k: number, values: Float64Array, heap: ValueHeap): void {
  heap.clear();
  for (let c = 0; c < columns.length; c++) {
    const column = columns[c]!;
    if (column.present[step] === 0) continue;
    values[c] = column.values[step]!;
    heap.offer(c, k);
  }
}

/**
 * `topk` and `bottomk`: the elements themselves, each present where it is among the k of its group. At a single step
 * they come group by group, the best first; over several steps in the order of the vector.
 */
export function top(aggregation: Aggregation, columns: readonly Column[], counts: Float64Array): readonly Column[] {
  if (!checkCounts(counts, aggregation)) return [];
  const sign = aggregation.operator === 'topk' ? 1 : -1;
  const groups = groupsOf(columns, aggregation.grouping);
  if (counts.length === 1) {
    const k = Math.trunc(counts[0]!);
    return groups.flatMap((group) => {
      const values = new Float64Array(group.columns.length);
      const heap = new ValueHeap(values, sign);
      offerAll(group.columns, 0, k, values, heap);
      return heap.ranked().map((element) => group.columns[element]!);
    });
  }
  const kept = new Map(columns.map((column) => [column, new Uint8Array(counts.length)]));
  for (const group of groups) {
    const marks = group.columns.map((column) => kept.get(column)!);
    const values = new Float64Array(group.columns.length);
    const heap = new ValueHeap(values, sign);
    for (let step = 0; step < counts.length; step++) {
      if (counts[step]! < 1) continue;
      offerAll(group.columns, step, Math.trunc(counts[step]!), values, heap);
      for (const element of heap.elements) marks[element]![step] = 1;
    }
  }
  const shown = [...kept].map(([column, present]) => ({ ...column, present }));
  return shown.filter(({ present }) => present.includes(1));
}
