import type { PrometheusRule, RuleGroup } from '../rule-file.ts';
import type { AlertEvent } from './alert-state.ts';

/** One rule at one evaluation of its group. */
export interface RuleEvaluation {
  readonly group: RuleGroup;
  readonly rule: PrometheusRule;
  /** Place of the rule among all rules of all groups. */
  readonly index: number;
  readonly atMs: number;
  readonly outcome: 'ok' | 'failed' | 'refused';
  /** Why, where it did not go well. In Prometheus' words where it fails as Prometheus would. */
  readonly message: string | null;
  /** Its selectors found samples, or it needs none. A rule that never does has nothing to say. */
  readonly sawData: boolean;
  /** Empty for a recording rule. */
  readonly events: readonly AlertEvent[];
}

/** Told of every evaluation, in order of time. */
export type EvaluationLog = (evaluation: RuleEvaluation) => void;
