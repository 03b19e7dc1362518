import type { Place } from '../../../../faults.ts';
import type { Labels } from '../../../../promql/labels.ts';
import type { SeriesValues } from '../../../../promql/series-notation/parse-series.ts';
import type { PositionedText } from '../reading/positioned-text.ts';
import type { RuleQuery } from '../rule-file.ts';

/** A unit test file of promtool, as read. */
export interface RuleTestFile {
  readonly file: string;
  /** As written: paths or globs relative to the test file. */
  readonly ruleFiles: readonly PositionedText[];
  readonly intervalMs: number;
  readonly groupOrder: readonly string[];
  /** The last bit of a value may differ. */
  readonly fuzzy: boolean;
  readonly tests: readonly RuleTest[];
}

/** Input series, and what is expected of the rules over them. */
export interface RuleTest {
  /** `unnamed#0` where it has no name, as promtool calls it. */
  readonly name: string;
  readonly place: Place;
  /** Between two values of an input series. */
  readonly stepMs: number;
  readonly startMs: number;
  readonly series: readonly { readonly labels: Labels; readonly values: SeriesValues }[];
  readonly externalLabels: Labels;
  readonly externalUrl: string;
  readonly alertChecks: readonly AlertCheck[];
  readonly expressionChecks: readonly ExpressionCheck[];
}

interface CommonCheck {
  readonly place: Place;
  /** Since the start. */
  readonly atMs: number;
}

export interface AlertCheck extends CommonCheck {
  readonly alert: string;
  /** All that should be firing, labels with `alertname`. */
  readonly expected: readonly ExpectedAlert[];
}

/** By name, empty values and all: promtool compares them as they stand. */
export interface ExpectedAlert {
  readonly labels: Pairs;
  readonly annotations: Pairs;
}

export type Pairs = readonly (readonly [name: string, value: string])[];

export interface ExpressionCheck extends CommonCheck {
  readonly query: RuleQuery;
  readonly expected: readonly ExpectedSample[];
}

export type ExpectedSample =
  | { readonly kind: 'float'; readonly labels: Labels; readonly value: number }
  | { readonly kind: 'histogram'; readonly labels: Labels; readonly text: string };
