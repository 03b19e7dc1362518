import { EvaluationError, PromqlRefusal } from '../evaluated.ts';
import type { Labels } from '../labels.ts';
import type { SampleSource } from '../sample-source.ts';
import type { Expression, Span } from '../syntax.ts';
import { children } from '../walk.ts';
import { type EvaluationOptions, evaluateInstant, type QueryResult } from './evaluate.ts';

/** What a sub-expression came to at one instant. Lists are cut at a number; the counts beside them are of everything. */
export type ExplainedValue =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'vector';
      readonly count: number;
      readonly elements: readonly { readonly labels: Labels; readonly value: number }[];
    }
  | {
      readonly kind: 'matrix';
      readonly count: number;
      readonly series: readonly {
        readonly labels: Labels;
        readonly sampleCount: number;
        readonly firstMs: number;
        readonly lastMs: number;
        readonly lastValue: number;
      }[];
    }
  | { readonly kind: 'failed'; readonly message: string };

export interface Explained {
  readonly span: Span;
  readonly kind: Expression['kind'];
  readonly value: ExplainedValue;
  /** In the order of the text. Empty under a subquery, whose inside has as many values as steps. */
  readonly children: readonly Explained[];
}

/** Elements or series of one sub-expression that are listed. */
export const MAX_EXPLAINED = 20;

function summary({ value }: QueryResult, isListed: (labels: Labels) => boolean): ExplainedValue {
  switch (value.kind) {
    case 'scalar':
      return { kind: 'scalar', value: value.values[0]! };
    case 'string':
      return value;
    case 'vector': {
      const listed = value.columns.filter(({ labels }) => isListed(labels)).slice(0, MAX_EXPLAINED);
      const elements = listed.map(({ labels, values }) => ({ labels, value: values[0]! }));
      return { kind: 'vector', count: value.columns.length, elements };
    }
    case 'matrix': {
      const listed = value.series.filter(({ labels }) => isListed(labels)).slice(0, MAX_EXPLAINED);
      const series = listed.map(({ labels, timestampsMs, values }) => ({
        labels,
        sampleCount: values.length,
        firstMs: timestampsMs[0]!,
        lastMs: timestampsMs.at(-1)!,
        lastValue: values.at(-1)!,
      }));
      return { kind: 'matrix', count: value.series.length, series };
    }
  }
}

function valueAlone(
  expression: Expression,
  source: SampleSource,
  atMs: number,
  options: EvaluationOptions,
  isListed: (labels: Labels) => boolean,
): ExplainedValue {
  try {
    return summary(evaluateInstant(expression, source, atMs, options), isListed);
  } catch (error) {
    if (error instanceof EvaluationError || error instanceof PromqlRefusal) {
      return { kind: 'failed', message: error.message };
    }
    throw error;
  }
}

/**
 * The value of an expression and of everything in it, each evaluated by itself at one instant: what the parts of a
 * rule's condition were when it held, or which of them made it fail.
 * @param isListed which elements and series to list; counts are of everything all the same
 */
export function explainInstant(
  expression: Expression,
  source: SampleSource,
  atMs: number,
  options: EvaluationOptions = {},
  isListed: (labels: Labels) => boolean = () => true,
): Explained {
  // The selector of a range selector is the same text without the range; the samples say more than its newest value.
  const isLeaf = expression.kind === 'subquery' || expression.kind === 'range-selector';
  return {
    span: expression.span,
    kind: expression.kind,
    value: valueAlone(expression, source, atMs, options, isListed),
    children: isLeaf ? [] : children(expression).map((child) => explainInstant(child, source, atMs, options, isListed)),
  };
}
