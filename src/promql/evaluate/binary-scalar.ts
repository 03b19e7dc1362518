import type { Column } from '../evaluated.ts';
import { isComparison } from '../operators.ts';
import type { BinaryOperation } from '../syntax.ts';
import { combine } from './combine.ts';
import { type Evaluation, keep, newColumn } from './evaluation.ts';
import { nameless } from './metric-name.ts';

/** Two scalars. A comparison of scalars always has `bool`. */
export function scalarWithScalar(operation: BinaryOperation, left: Float64Array, right: Float64Array): Float64Array {
  const values = new Float64Array(left.length);
  const present = new Uint8Array(left.length);
  const a = { values: left, present: null };
  combine(operation, a, { values: right, present: null }, a, { values, present });
  return values;
}

/** Every element with the scalar. A filtering comparison keeps the element's value, whichever side it stands on. */
export function vectorWithScalar(
  operation: BinaryOperation,
  columns: readonly Column[],
  scalar: Float64Array,
  scalarSide: 'left' | 'right',
  evaluation: Evaluation,
): readonly Column[] {
  const { operator, returnsBool, span } = operation;
  const dropsName = returnsBool || !isComparison(operator);
  const other = { values: scalar, present: null };
  const results: Column[] = [];
  for (const column of columns) {
    const named = dropsName ? nameless(column.labels, evaluation.delayedNameRemoval) : column;
    const result = newColumn(evaluation, named.labels, named.nameDropped, span);
    if (scalarSide === 'left') combine(operation, other, column, column, result);
    else combine(operation, column, other, column, result);
    keep(result, results, evaluation);
  }
  return results;
}
