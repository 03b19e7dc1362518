import type { Cause } from '../contract.ts';
import type { State } from '../state-codec.ts';
import type { Lesson } from './rule-kind.ts';

/** One rule of the file in one session: over channels, or over other rules. */
export interface RuleWatch {
  /** @param others the rules of this row that were stepped before, by their place in the file */
  step(nowMs: number, values: Float64Array, learn: Lesson, others: readonly (RuleWatch | undefined)[]): void;
  /** Of the last row. `null`: could not tell. At least 1 exactly when firing. */
  readonly severity: number | null;
  readonly isLearning: boolean;
  /** Columns without a reading that nothing stood in for. */
  readonly missing: readonly number[];
  /** Columns without a reading for which the last one stood in. */
  readonly held: readonly number[];
  /** Why, of the last row, at least one; only where `severity` is not null. */
  causes(nowMs: number): readonly Cause[];
  learned(): State;
  state(): State;
}
