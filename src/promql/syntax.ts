/** Where in the text of the expression, in UTF-16 units: [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** A matcher that is ready to use: a regular expression is compiled once, by RE2's rules, anchored at both ends. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
  /** Of the label's value; the empty string where the label is missing. */
  matches(value: string): boolean;
}

export type AtModifier =
  | { readonly kind: 'time'; readonly timestampMs: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

/** Shifts of a selector or subquery. A negative offset looks ahead. */
export interface TimeShift {
  readonly offsetMs: number;
  readonly at: AtModifier | null;
}

export interface NumberLiteral {
  readonly kind: 'number';
  readonly span: Span;
  readonly value: number;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly span: Span;
  readonly value: string;
}

export interface InstantSelector extends TimeShift {
  readonly kind: 'instant-selector';
  readonly span: Span;
  /** The name written before the braces is the matcher `__name__="…"`, first in the list. */
  readonly matchers: readonly LabelMatcher[];
}

export interface RangeSelector {
  readonly kind: 'range-selector';
  readonly span: Span;
  readonly selector: InstantSelector;
  readonly rangeMs: number;
}

export interface Subquery extends TimeShift {
  readonly kind: 'subquery';
  readonly span: Span;
  readonly expression: Expression;
  readonly rangeMs: number;
  /** null: the evaluation's own default step. */
  readonly stepMs: number | null;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly span: Span;
  /** A name of FUNCTION_SIGNATURES. */
  readonly name: string;
  readonly args: readonly Expression[];
}

export type AggregationOperator =
  | 'sum'
  | 'avg'
  | 'min'
  | 'max'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'quantile'
  | 'count_values';

export interface Aggregation {
  readonly kind: 'aggregation';
  readonly span: Span;
  readonly operator: AggregationOperator;
  readonly expression: Expression;
  readonly parameter: Expression | null;
  readonly grouping: { readonly kind: 'by' | 'without'; readonly labels: readonly string[] };
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';

export interface VectorMatching {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** `ignoring` with no labels where the expression names neither. */
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  /** Labels of the "one" side to carry over (`group_left(…)`, `group_right(…)`). */
  readonly include: readonly string[];
}

export interface BinaryOperation {
  readonly kind: 'binary';
  readonly span: Span;
  readonly operator: ArithmeticOperator | ComparisonOperator | SetOperator;
  readonly left: Expression;
  readonly right: Expression;
  /** `bool` was written. */
  readonly returnsBool: boolean;
  /** null where one side is a scalar. */
  readonly matching: VectorMatching | null;
}

export interface UnaryOperation {
  readonly kind: 'unary';
  readonly span: Span;
  readonly operator: '+' | '-';
  readonly expression: Expression;
}

export interface Parenthesised {
  readonly kind: 'parenthesised';
  readonly span: Span;
  readonly expression: Expression;
}

/** An expression of PromQL as parsed and type-checked. */
export type Expression =
  | NumberLiteral
  | StringLiteral
  | InstantSelector
  | RangeSelector
  | Subquery
  | FunctionCall
  | Aggregation
  | BinaryOperation
  | UnaryOperation
  | Parenthesised;
