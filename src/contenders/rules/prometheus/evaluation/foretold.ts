import type { VectorOutcome } from './instant-vector.ts';
import type { ProgramRule } from './rule-program.ts';

/** What one evaluation of a rule comes to. */
export interface RuleFinding {
  readonly found: VectorOutcome;
  readonly sawData: boolean;
}

/** Evaluations worked out beforehand, many at once. Exactly what evaluating at each time by itself gives. */
export interface Foretold {
  /** null: this rule has to be evaluated when its time comes. */
  finding(rule: ProgramRule, queryMs: number): RuleFinding | null;
  /** How near the rule's condition is, as `closestSeverity` says; null: to be asked when its time comes. */
  nearness(rule: ProgramRule, queryMs: number): number | null;
}
