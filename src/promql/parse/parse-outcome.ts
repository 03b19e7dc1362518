import type { RefusedConstruct } from '../evaluated.ts';
import type { Expression, Span, ValueType } from '../syntax.ts';

/** One thing that is wrong with an expression: Prometheus would not accept it either. */
export interface PromqlFault {
  /** In Prometheus' words, without the position. */
  readonly message: string;
  readonly span: Span;
  readonly hint?: string;
}

/** One thing that Prometheus accepts (perhaps behind a feature flag) and this engine does not evaluate. */
export interface PromqlRefusalInfo {
  readonly construct: RefusedConstruct;
  /** `mad_over_time`, `limitk`, `anchored`. */
  readonly what: string;
  readonly span: Span;
  readonly message: string;
}

/**
 * An expression that is invalid and holds something refused is `invalid`: what is wrong has to be mended first. Faults
 * are in the order in which Prometheus finds them, so that the first one is the one it reports.
 */
export type ParseOutcome =
  | { readonly kind: 'parsed'; readonly expression: Expression; readonly type: ValueType }
  | { readonly kind: 'invalid'; readonly faults: readonly PromqlFault[] }
  | { readonly kind: 'refused'; readonly refusals: readonly PromqlRefusalInfo[] };
