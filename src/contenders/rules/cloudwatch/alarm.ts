import type { RuleExpression } from './alarm-rule/parse.ts';
import type { Comparison } from './comparison.ts';
import type { MathNode } from './metric-math/ast.ts';
import type { TreatMissingData } from './missing-data.ts';
import type { Statistic } from './statistic.ts';

interface Named {
  readonly name: string;
  readonly arn: string | null;
  /** `alarms.json:12`, where the alarm stands. */
  readonly where: string;
  /** Whether going into ALARM does something; a composite alarm's children often do nothing themselves. */
  readonly acts: boolean;
  /** `ActionsEnabled`. */
  readonly enabled: boolean;
}

export interface MetricIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** One entry of `Metrics`; a plain metric alarm has the one. */
export type MetricQuery =
  | {
      readonly kind: 'stat';
      readonly id: string;
      readonly metric: MetricIdentity;
      readonly statistic: Statistic;
      /** As written: `Average`, `p99`. */
      readonly stat: string;
    }
  | { readonly kind: 'expression'; readonly id: string; readonly text: string; readonly expression: MathNode };

/** `sliding` moves with every evaluation; `wall-clock` judges whole periods of the clock of a time zone. */
export type EvaluationWindow =
  | { readonly kind: 'sliding' }
  | { readonly kind: 'wall-clock'; readonly timeZone: string };

/** Keeps a new alarm in INSUFFICIENT_DATA for `durationMs`, or, unless `full`, until its N periods are filled. */
export interface WarmUp {
  readonly durationMs: number;
  readonly full: boolean;
}

export interface MetricAlarm extends Named {
  readonly kind: 'metric';
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** `DatapointsToAlarm` is given; else all of the evaluation periods must breach. */
  readonly countsDatapoints: boolean;
  readonly treatMissingData: TreatMissingData;
  /** `EvaluateLowSampleCountPercentile: ignore`. */
  readonly ignoresLowSampleCount: boolean;
  readonly comparison: Comparison;
  /** A number, or the id of the band whose edges are the thresholds. */
  readonly threshold:
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'band'; readonly id: string };
  readonly queries: readonly MetricQuery[];
  /** Id of the query that is compared with the threshold. */
  readonly watched: string;
  readonly window: EvaluationWindow;
  readonly warmUp: WarmUp | null;
}

export interface PromqlAlarm extends Named {
  readonly kind: 'promql';
  readonly query: string;
  readonly pendingMs: number;
  readonly recoveryMs: number;
  readonly intervalMs: number;
  readonly warmUp: WarmUp | null;
}

/** Holds the actions of a composite alarm back while another alarm is in ALARM. */
export interface Suppressor {
  /** Name or ARN. */
  readonly alarm: string;
  readonly waitMs: number;
  readonly extensionMs: number;
}

export interface CompositeAlarm extends Named {
  readonly kind: 'composite';
  readonly rule: RuleExpression;
  readonly ruleText: string;
  readonly suppressor: Suppressor | null;
}

/** Right, but not to be computed from recorded metrics: it says why. */
export interface UnreplayableAlarm extends Named {
  readonly kind: 'unreplayable';
  readonly reason: string;
}

export type Alarm = MetricAlarm | PromqlAlarm | CompositeAlarm | UnreplayableAlarm;

/** The alarm a rule or a suppressor means, by name or by ARN. */
export function findAlarm<Known extends Pick<Named, 'name' | 'arn'>>(
  alarms: readonly Known[],
  reference: string,
): Known | undefined {
  const named = alarms.find(({ name, arn }) => name === reference || arn === reference);
  if (named !== undefined) return named;
  const [, last] = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(reference) ?? [];
  return last === undefined ? undefined : alarms.find(({ name, arn }) => arn === null && name === last);
}
