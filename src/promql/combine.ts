import { ARITHMETIC, COMPARISON, isComparison, isSetOperator } from './operators.ts';
import type { BinaryOperation } from './syntax.ts';

/** One side of an operation over all steps. `present` null: a scalar, which is there at every step. */
export interface Operand {
  readonly values: Float64Array;
  readonly present: Uint8Array | null;
}

/** What is written to: the columns' own memory, nothing present yet. */
interface Output {
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

const ALWAYS = (_step: number): boolean => true;
const presence = ({ present }: Operand) => (present === null ? ALWAYS : (step: number) => present[step] === 1);

/**
 * Arithmetic, or a comparison: with `bool` 1 or 0 everywhere, without it the kept side's value where it holds.
 * Returns whether anything came out at any step.
 */
export function combine(
  { operator, returnsBool }: BinaryOperation,
  left: Operand,
  right: Operand,
  kept: Operand,
  out: Output,
): boolean {
  if (isSetOperator(operator)) throw new Error(`${operator} combines no values`);
  const a = left.values;
  const b = right.values;
  const both = left.present === null ? presence(right) : right.present === null ? presence(left) : null;
  const isThere = both ?? ((step: number) => left.present![step] === 1 && right.present![step] === 1);
  const compare = isComparison(operator) ? COMPARISON[operator] : null;
  const calculate = isComparison(operator) ? null : ARITHMETIC[operator];
  let any = false;
  for (let i = 0; i < out.values.length; i++) {
    if (!isThere(i)) continue;
    if (calculate !== null) out.values[i] = calculate(a[i]!, b[i]!);
    else {
      const holds = compare!(a[i]!, b[i]!);
      if (!holds && !returnsBool) continue;
      out.values[i] = returnsBool ? Number(holds) : kept.values[i]!;
    }
    out.present[i] = 1;
    any = true;
  }
  return any;
}
