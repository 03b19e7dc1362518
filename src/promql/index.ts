/**
 * PromQL as a library, `watchbench/promql`: parse, check types, evaluate over any source of samples. The public surface
 * by name; everything else in this folder may change between releases.
 */

export { type EvaluationOptions, evaluateInstant, evaluateRange, type QueryResult } from './evaluate/evaluate.ts';
export { type Explained, type ExplainedValue, explainInstant } from './evaluate/explain.ts';
export type { StepRange } from './evaluate/steps.ts';
export {
  type Annotation,
  type Column,
  type Evaluated,
  EvaluationError,
  PromqlRefusal,
  type RangeOfSeries,
  type RefusedConstruct,
} from './evaluated.ts';
export { formatExpression } from './format-expression.ts';
export { FUNCTION_SIGNATURES, type FunctionSignature } from './function-signatures.ts';
export {
  compareLabels,
  formatLabels,
  type Labels,
  labelsOf,
  labelsOfRecord,
  labelValue,
  metricName,
} from './labels.ts';
export { DEFAULT_LIMITS, type Limits } from './limits.ts';
export { memorySource } from './memory-source.ts';
export { parsePromql } from './parse/parse.ts';
export type { ParseOutcome, PromqlFault, PromqlRefusalInfo } from './parse/parse-outcome.ts';
export type { SampleSeries, SampleSource } from './sample-source.ts';
export type {
  Aggregation,
  BinaryOperation,
  Expression,
  FunctionCall,
  InstantSelector,
  LabelMatcher,
  NumberLiteral,
  Parenthesised,
  RangeSelector,
  Span,
  StringLiteral,
  Subquery,
  UnaryOperation,
  ValueType,
  VectorMatching,
} from './syntax.ts';
export { typeOf } from './type-of.ts';
export { children, walk } from './walk.ts';
