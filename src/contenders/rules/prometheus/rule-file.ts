import type { Place } from '../../../faults.ts';
import type { PromqlRefusalInfo } from '../../../promql/parse/parse-outcome.ts';
import type { Expression, ValueType } from '../../../promql/syntax.ts';
import type { PositionedText } from './reading/positioned-text.ts';
import type { Template } from './templates/syntax.ts';

/** What was read of one or more files: every group, in the order of the files and in them. */
export interface RuleFiles {
  readonly groups: readonly RuleGroup[];
  /** What is right and not evaluated here, by name and place. */
  readonly refusals: readonly RuleRefusal[];
  /** The files as they were read, in order. */
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

/** Rules that are evaluated one after the other at one time. */
export interface RuleGroup {
  readonly name: string;
  /** What the group's name is unique in: a file, a resource in it, an entry of a ConfigMap. */
  readonly unit: string;
  readonly place: Place;
  /** null: as the server is set, one minute by default. */
  readonly intervalMs: number | null;
  /** How far before the time of an evaluation its expressions look. null: as the server is set, none by default. */
  readonly queryOffsetMs: number | null;
  /** Most alerts or series of one rule; 0: any number. */
  readonly limit: number;
  readonly rules: readonly PrometheusRule[];
}

export type PrometheusRule = AlertRule | RecordingRule;

interface CommonRule {
  readonly name: string;
  /** Of the rule's name. */
  readonly place: Place;
  readonly query: RuleQuery;
}

export interface AlertRule extends CommonRule {
  readonly kind: 'alert';
  readonly holdMs: number;
  readonly keepFiringMs: number;
  /** `for` and `keep_firing_for` as they are written; null where they are not. */
  readonly written: { readonly hold: PositionedText | null; readonly keepFiring: PositionedText | null };
  /** Those of the group too, where the rule does not say otherwise; by name. */
  readonly labels: readonly TemplatedText[];
  readonly annotations: readonly TemplatedText[];
}

export interface RecordingRule extends CommonRule {
  readonly kind: 'recording';
  readonly labels: readonly { readonly name: string; readonly value: string }[];
}

/** An expression and where it stands. */
export interface RuleQuery {
  readonly source: PositionedText;
  readonly parsed: ParsedQuery;
}

export type ParsedQuery =
  | { readonly kind: 'evaluable'; readonly expression: Expression; readonly type: ValueType }
  | { readonly kind: 'refused'; readonly refusals: readonly PromqlRefusalInfo[] };

/** The value of a label or annotation. */
export interface TemplatedText {
  readonly name: string;
  readonly source: PositionedText;
  /** null: it says what this does not evaluate. */
  readonly template: Template | null;
}

/** Something that a rule needs and that is not evaluated. */
export interface RuleRefusal {
  readonly group: string;
  readonly rule: string;
  /** `native-histogram`, `experimental-function`, `template`, … */
  readonly construct: string;
  /** By name: `mad_over_time`, `graphLink`. */
  readonly what: string;
  readonly message: string;
  readonly place: Place;
  /** The rule cannot be evaluated; else only what it says is incomplete. */
  readonly stopsRule: boolean;
}

export const isAlert = (rule: PrometheusRule): rule is AlertRule => rule.kind === 'alert';

/** Interval of a group that names none: Prometheus' own default. */
export const DEFAULT_INTERVAL_MS = 60_000;
