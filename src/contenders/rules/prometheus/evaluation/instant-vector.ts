import { evaluateInstant } from '../../../../promql/evaluate/evaluate.ts';
import { type Evaluated, EvaluationError, PromqlRefusal } from '../../../../promql/evaluated.ts';
import { type Labels, NO_LABELS } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { type EngineOptions, evaluationOptions } from './engine-options.ts';

export interface VectorElement {
  readonly labels: Labels;
  readonly value: number;
}

/** What an expression gave at one time, or why it gave nothing. */
export type VectorOutcome =
  | { readonly kind: 'vector'; readonly elements: readonly VectorElement[] }
  /** As it would fail in Prometheus. */
  | { readonly kind: 'failed'; readonly message: string }
  /** What this engine does not evaluate came up in the data. */
  | { readonly kind: 'refused'; readonly message: string; readonly what: string };

export const NOTHING: VectorOutcome = { kind: 'vector', elements: [] };

export const NOT_A_VECTOR = 'rule result is not a vector or scalar';

/** A rule's expression at one time; a scalar counts as a vector of one element without labels. */
export function instantVector(
  expression: Expression,
  source: SampleSource,
  atMs: number,
  options: EngineOptions,
): VectorOutcome {
  return guarded(() => {
    const { value } = evaluateInstant(expression, source, atMs, evaluationOptions(options));
    if (value.kind === 'matrix') return { kind: 'failed', message: NOT_A_VECTOR };
    return elementsAt(value, 0);
  });
}

export function elementsAt(value: Evaluated, step: number): VectorOutcome {
  if (value.kind === 'string') return { kind: 'failed', message: NOT_A_VECTOR };
  if (value.kind === 'scalar') {
    return { kind: 'vector', elements: [{ labels: NO_LABELS, value: value.values[step]! }] };
  }
  const elements: VectorElement[] = [];
  for (const { labels, values, present } of value.columns) {
    if (present[step] === 1) elements.push({ labels, value: values[step]! });
  }
  return { kind: 'vector', elements };
}

/** Failures of an evaluation as outcomes; faults of this program pass through. */
export function guarded<T>(act: () => T): T | Exclude<VectorOutcome, { kind: 'vector' }> {
  try {
    return act();
  } catch (error) {
    if (error instanceof EvaluationError) return { kind: 'failed', message: error.message };
    if (error instanceof PromqlRefusal) return { kind: 'refused', message: error.message, what: error.what };
    throw error;
  }
}
