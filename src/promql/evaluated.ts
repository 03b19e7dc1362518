import type { Labels } from './labels.ts';
import type { Span } from './syntax.ts';

/** One element of an instant vector over all steps of an evaluation. */
export interface Column {
  readonly labels: Labels;
  /** One value per step; means nothing where `present` is 0. */
  readonly values: Float64Array;
  /** 1 where the vector has this element at that step. */
  readonly present: Uint8Array;
  /** With the removal of the metric name delayed: the name is to go at the end of the query. */
  readonly nameDropped: boolean;
}

/** A range vector at one instant, as the result of a query (inside an evaluation there are `Windows`). */
export interface RangeOfSeries {
  readonly labels: Labels;
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
}

/** What an expression is over all steps. */
export type Evaluated =
  | { readonly kind: 'scalar'; readonly values: Float64Array }
  | { readonly kind: 'string'; readonly value: string }
  /**
   * In the order the operations give, which is the order Prometheus adds elements up in: a selector's is ascending by
   * labels. Columns may share labels as long as no step has two of them; the result of a query has them joined.
   */
  | { readonly kind: 'vector'; readonly columns: readonly Column[] };

/** The steps an expression is evaluated at: startMs, startMs + stepMs, … up to endMs. One instant: startMs = endMs. */
export interface Steps {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
  /** The times themselves. */
  readonly timesMs: Float64Array;
}

/**
 * One series under a range, at all steps: the window of step i holds the samples [from[i], to[i]) of `timestampsMs` and
 * `values`. Staleness markers are taken out beforehand. Both ends only ever move forward from step to step unless the
 * range is fixed by `@`, in which case every window is the same.
 */
export interface Windows {
  readonly labels: Labels;
  readonly timestampsMs: Float64Array;
  readonly values: Float64Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Right end of each window (the step, shifted by `offset` and `@`): a window covers (end − rangeMs, end]. */
  readonly endsMs: Float64Array;
  readonly rangeMs: number;
}

/** A remark of the engine on a query that has a result all the same. */
export interface Annotation {
  readonly kind: 'warning' | 'info';
  /** In Prometheus' words, without the position. */
  readonly message: string;
  readonly span: Span;
}

/** Collects remarks; the same remark on the same place counts once. */
export type Annotate = (annotation: Annotation) => void;

/** The evaluation failed as it would in Prometheus: `many-to-many matching …`. Alert state freezes on it. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** What this engine knows of and does not evaluate. Counted and shown, never guessed. */
export type RefusedConstruct =
  | 'native-histogram'
  | 'experimental-function'
  | 'experimental-aggregation'
  | 'experimental-syntax'
  | 'regular-expression'
  | 'limit';

export class PromqlRefusal extends Error {
  override readonly name = 'PromqlRefusal';
  readonly construct: RefusedConstruct;
  /** `mad_over_time`, `limitk`, `histogram_avg`, the metric's name. */
  readonly what: string;
  readonly span: Span;

  constructor(construct: RefusedConstruct, what: string, span: Span, message: string) {
    super(message);
    this.construct = construct;
    this.what = what;
    this.span = span;
  }
}
