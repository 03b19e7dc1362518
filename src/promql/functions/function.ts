import type { Annotate, Column, Evaluated, Steps, Windows } from '../evaluated.ts';
import type { FunctionCall } from '../syntax.ts';

/** What a function may know beside its arguments. */
export interface FunctionContext {
  readonly call: FunctionCall;
  readonly steps: Steps;
  readonly annotate: Annotate;
  /** True: a dropped metric name is only marked (`Column.nameDropped`) and goes at the end of the query. */
  readonly delayedNameRemoval: boolean;
  /** rate and increase as before Prometheus 2.52. */
  readonly olderExtrapolation: boolean;
}

/** A scalar argument, one value per step. */
export type ScalarArgument = Float64Array;

/** A function of one range vector: `rate`, `max_over_time`, `predict_linear`. */
export interface RangeFunction {
  readonly kind: 'range';
  readonly name: string;
  /** Writes a value and presence per step for one series. The evaluator drops the metric name unless `keepsName`. */
  evaluate(
    windows: Windows,
    scalars: readonly ScalarArgument[],
    out: { readonly values: Float64Array; readonly present: Uint8Array },
    context: FunctionContext,
  ): void;
  /** Which argument is the range vector; the others are scalars, in order. Default 0 (`quantile_over_time`: 1). */
  readonly rangeArgument?: number;
  readonly keepsName?: boolean;
}

/** A function of each element's value alone: `abs`, `clamp`, `round`. The evaluator drops the metric name. */
export interface ElementFunction {
  readonly kind: 'element';
  readonly name: string;
  evaluate(value: number, scalars: readonly number[]): number;
}

/** A function of whole arguments: `histogram_quantile`, `label_replace`, `absent`, `time`, `sort`. */
export interface WholeFunction {
  readonly kind: 'whole';
  readonly name: string;
  /** Arguments of type matrix are not passed here; `absent_over_time` and the like get them as `Windows` (see `ranges`). */
  evaluate(args: readonly Evaluated[], context: FunctionContext): Evaluated;
}

/** A function of a range vector as a whole: `absent_over_time`. */
export interface WholeRangeFunction {
  readonly kind: 'whole-range';
  readonly name: string;
  evaluate(series: readonly Windows[], context: FunctionContext): readonly Column[];
}

export type PromqlFunction = RangeFunction | ElementFunction | WholeFunction | WholeRangeFunction;
