import { evaluateRange } from '../../../../promql/evaluate/evaluate.ts';
import type { Column } from '../../../../promql/evaluated.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { type AlertComparison, closestSeverity, severityOf } from './alert-margin.ts';
import { type EngineOptions, evaluationOptions } from './engine-options.ts';
import {
  elementsAt,
  guarded,
  instantVector,
  NOTHING,
  type VectorElement,
  type VectorOutcome,
} from './instant-vector.ts';

/** Evaluations of one expression at startMs, startMs + stepMs, … */
export interface Stretch {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** Answers for single times out of what is worked out for a whole stretch of them, from the first time asked for on. */
export function perStretch<T>(
  stretchFrom: (startMs: number) => Stretch,
  work: (stretch: Stretch) => (step: number) => T,
): (atMs: number) => T {
  let stretch: Stretch = { startMs: Number.NaN, stepMs: 1, count: 0 };
  let answer: ((step: number) => T) | null = null;
  return (atMs) => {
    let step = (atMs - stretch.startMs) / stretch.stepMs;
    if (answer === null || !(step >= 0 && step < stretch.count && Number.isInteger(step))) {
      stretch = stretchFrom(atMs);
      step = 0;
      answer = work(stretch);
    }
    return answer(step);
  };
}

const rangeOf = ({ startMs, stepMs, count }: Stretch) => ({ startMs, stepMs, endMs: startMs + (count - 1) * stepMs });

function whole(expression: Expression, source: SampleSource, stretch: Stretch, options: EngineOptions) {
  return guarded(() => evaluateRange(expression, source, rangeOf(stretch), evaluationOptions(options)).value);
}

/** The outcome at each step: from one evaluation of all, or where that fails from one of each. */
export function outcomes(
  expression: Expression,
  source: SampleSource,
  stretch: Stretch,
  options: EngineOptions,
): (step: number) => VectorOutcome {
  const value = whole(expression, source, stretch, options);
  if (value.kind === 'failed' || value.kind === 'refused' || value.kind === 'matrix') {
    return (step) => instantVector(expression, source, stretch.startMs + step * stretch.stepMs, options);
  }
  return value.kind === 'vector' ? sparse(value.columns, stretch.count) : (step) => elementsAt(value, step);
}

/** Most alerts are quiet at most steps: elements are gathered where there are any. */
function sparse(columns: readonly Column[], count: number): (step: number) => VectorOutcome {
  const found: (VectorElement[] | undefined)[] = new Array(count);
  for (const { labels, values, present } of columns) {
    for (let i = present.indexOf(1); i !== -1; i = present.indexOf(1, i + 1)) {
      const elements = found[i] ?? [];
      found[i] = elements;
      elements.push({ labels, value: values[i]! });
    }
  }
  return (step) => {
    const elements = found[step];
    return elements === undefined ? NOTHING : { kind: 'vector', elements };
  };
}

/** `closestSeverity` at each step. */
export function severities(
  comparison: AlertComparison | null,
  source: SampleSource,
  stretch: Stretch,
  options: EngineOptions,
): (step: number) => number {
  if (comparison === null) return () => 0;
  const observed = whole(comparison.observed, source, stretch, options);
  const limit = whole(comparison.limit, source, stretch, options);
  if (observed.kind !== 'vector' || limit.kind !== 'scalar') {
    return (step) => closestSeverity(comparison, source, stretch.startMs + step * stretch.stepMs, options);
  }
  const most = new Float64Array(stretch.count);
  for (const { values, present } of observed.columns) {
    for (let i = 0; i < most.length; i++) {
      if (present[i] === 0) continue;
      most[i] = Math.max(most[i]!, severityOf(values[i]!, limit.values[i]!, comparison.operator));
    }
  }
  return (step) => most[step]!;
}
