import type { EvaluationOptions } from '../../../../promql/evaluate/evaluate.ts';
import type { Labels } from '../../../../promql/labels.ts';
import { NO_LABELS } from '../../../../promql/labels.ts';
import { DEFAULT_INTERVAL_MS, type RuleGroup } from '../rule-file.ts';

/** What a server is set to, as far as it decides what rules do. */
export interface EngineOptions {
  /** Interval of groups that name none, and step of subqueries that name none. */
  readonly intervalMs: number;
  /** Of groups that name none. */
  readonly queryOffsetMs: number;
  readonly lookbackMs: number;
  /** `rate` and `increase` of a counter that has just begun, as before Prometheus 2.52. */
  readonly olderExtrapolation: boolean;
  /** Seen by templates alone. */
  readonly externalLabels: Labels;
  readonly externalUrl: string;
  /** Whether annotations are written out; they decide nothing. */
  readonly annotations: boolean;
  /** Evaluations of a group are at multiples of its interval plus this. A rule file cannot tell it. */
  phaseMs(group: RuleGroup): number;
}

export const DEFAULT_ENGINE: EngineOptions = {
  intervalMs: DEFAULT_INTERVAL_MS,
  queryOffsetMs: 0,
  lookbackMs: 5 * 60_000,
  olderExtrapolation: false,
  externalLabels: NO_LABELS,
  externalUrl: '',
  annotations: false,
  phaseMs: () => 0,
};

/** The part of it that PromQL is evaluated by. */
export const evaluationOptions = ({
  lookbackMs,
  intervalMs,
  olderExtrapolation,
}: EngineOptions): EvaluationOptions => ({
  lookbackMs,
  subqueryStepMs: intervalMs,
  olderExtrapolation,
});

export const intervalOf = (group: RuleGroup, { intervalMs }: EngineOptions): number => group.intervalMs ?? intervalMs;

/** How much earlier than its evaluation a group's expressions are asked, and their results stand. */
export const queryOffsetOf = (group: RuleGroup, { queryOffsetMs }: EngineOptions): number =>
  group.queryOffsetMs ?? queryOffsetMs;

/** The first evaluation of the group at or after a time. */
export function firstTickMs(group: RuleGroup, options: EngineOptions, fromMs: number): number {
  const intervalMs = intervalOf(group, options);
  const phaseMs = options.phaseMs(group) % intervalMs;
  return Math.ceil((fromMs - phaseMs) / intervalMs) * intervalMs + phaseMs;
}
