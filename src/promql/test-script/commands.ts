import type { Labels } from '../labels.ts';
import type { SeriesValues } from '../series-notation/parse-series.ts';

/** One series line of a script. Lines count from 1. */
export interface SeriesLine {
  readonly line: number;
  readonly labels: Labels;
  readonly row: SeriesValues;
}

export interface LoadCommand {
  readonly kind: 'load';
  readonly line: number;
  readonly stepMs: number;
  /** `load_with_nhcb`: each classic histogram also as a native one with custom bounds. */
  readonly withNativeHistograms: boolean;
  readonly series: readonly SeriesLine[];
}

export interface ClearCommand {
  readonly kind: 'clear';
  readonly line: number;
}

/** When a query runs; milliseconds since 1970. */
export type EvalTime =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'range'; readonly startMs: number; readonly endMs: number; readonly stepMs: number };

/** What a message has to be like. */
export type TextMatch =
  | { readonly kind: 'any' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pattern'; readonly source: string; isFoundIn(text: string): boolean };

/** What is expected of the annotations of one kind. */
export type AnnotationExpectation =
  | { readonly kind: 'not-checked' }
  | { readonly kind: 'none' }
  /** Each is met by an annotation, and each annotation meets one of them. */
  | { readonly kind: 'some'; readonly matches: readonly TextMatch[] };

export type ExpectedResult =
  | { readonly kind: 'series'; readonly lines: readonly SeriesLine[]; readonly isOrdered: boolean }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'range-vector';
      readonly lines: readonly SeriesLine[];
      readonly startMs: number;
      readonly endMs: number;
      readonly stepMs: number;
    };

export interface Expectation {
  readonly result: ExpectedResult;
  /** null: the query has to succeed. */
  readonly failure: TextMatch | null;
  readonly warnings: AnnotationExpectation;
  readonly infos: AnnotationExpectation;
}

export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  /** Where the query starts in its line, from 1. */
  readonly column: number;
  readonly query: string;
  readonly time: EvalTime;
  readonly expectation: Expectation;
}

export type ScriptCommand = LoadCommand | ClearCommand | EvalCommand;

/** Of an eval: `eval_fail`, `eval_warn`, … */
export type OldForm = 'fail' | 'warn' | 'ordered' | 'info';
