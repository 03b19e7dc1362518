import { ARITHMETIC, COMPARISON, isComparison, isSetOperator } from '../operators.ts';
import type { BinaryOperation } from '../syntax.ts';

/** One side of an operation over all steps. `present` null: a scalar, which is there at every step. */
export interface Operand {
  readonly values: Float64Array;
  readonly present: Uint8Array | null;
}

/** What is written to: the result's own memory, nothing present yet. */
interface Output {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** Marks the steps at which both sides are there. */
function markBoth(left: Uint8Array | null, right: Uint8Array | null, present: Uint8Array): void {
  const one = left ?? right;
  if (one === null) present.fill(1);
  else present.set(one);
  if (left === null || right === null) return;
  for (let i = 0; i < present.length; i++) present[i]! &= right[i]!;
}

/**
 * Arithmetic, or a comparison: with `bool` 1 or 0 everywhere, without it the kept side's value where it holds.
 */
export function combine(
  { operator, returnsBool }: BinaryOperation,
  left: Operand,
  right: Operand,
  kept: Operand,
  { values, present }: Output,
): void {
  if (isSetOperator(operator)) throw new Error(`${operator} combines no values`);
  const a = left.values;
  const b = right.values;
  markBoth(left.present, right.present, present);
  if (isComparison(operator)) {
    const compare = COMPARISON[operator];
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const holds = compare(a[i]!, b[i]!);
      if (returnsBool) values[i] = holds ? 1 : 0;
      else if (holds) values[i] = kept.values[i]!;
      else present[i] = 0;
    }
  } else {
    const calculate = ARITHMETIC[operator];
    for (let i = 0; i < values.length; i++) if (present[i] === 1) values[i] = calculate(a[i]!, b[i]!);
  }
}
