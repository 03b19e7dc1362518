import type { Column, Evaluated, Windows } from '../evaluated.ts';
import type { ElementFunction, FunctionContext, RangeFunction } from '../functions/function.ts';
import type { Span } from '../syntax.ts';
import { type Evaluation, keep, newColumn } from './evaluation.ts';
import { nameless } from './metric-name.ts';

/** A function of a range vector, one series after the other. */
export function callRange(
  fn: RangeFunction,
  series: Iterable<Windows>,
  scalars: readonly Float64Array[],
  context: FunctionContext,
  evaluation: Evaluation,
): readonly Column[] {
  const columns: Column[] = [];
  for (const windows of series) {
    const named = fn.keepsName
      ? { labels: windows.labels, nameDropped: false }
      : nameless(windows.labels, evaluation.delayedNameRemoval);
    const column = newColumn(evaluation, named.labels, named.nameDropped, context.call.span);
    fn.evaluate(windows, scalars, column, context);
    keep(column, columns, evaluation);
  }
  return columns;
}

/** A function of each element by itself. */
export function callElement(
  fn: ElementFunction,
  columns: readonly Column[],
  scalars: readonly Float64Array[],
  span: Span,
  evaluation: Evaluation,
): readonly Column[] {
  const atStep = scalars.map(() => 0);
  return columns.map((column) => {
    const { labels, nameDropped } = nameless(column.labels, evaluation.delayedNameRemoval);
    const result = newColumn(evaluation, labels, nameDropped, span);
    for (let i = 0; i < result.values.length; i++) {
      if (column.present[i] === 0) continue;
      for (let s = 0; s < scalars.length; s++) atStep[s] = scalars[s]![i]!;
      result.values[i] = fn.evaluate(column.values[i]!, atStep);
      result.present[i] = 1;
    }
    return result;
  });
}

export function vectorOf(value: Evaluated): readonly Column[] {
  if (value.kind !== 'vector') throw new Error(`a ${value.kind} where a vector belongs`);
  return value.columns;
}

export function scalarOf(value: Evaluated): Float64Array {
  if (value.kind !== 'scalar') throw new Error(`a ${value.kind} where a scalar belongs`);
  return value.values;
}
