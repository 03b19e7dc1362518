import { type Labels, labelValue, METRIC_NAME } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { Expression } from '../../../../promql/syntax.ts';
import { typeOf } from '../../../../promql/type-of.ts';
import { children } from '../../../../promql/walk.ts';
import type { EngineOptions } from '../evaluation/engine-options.ts';
import { instantVector, type VectorElement } from '../evaluation/instant-vector.ts';

/** What one part of an alert's expression came to at one time. */
export interface TracedPart {
  /** As written, on one line. */
  readonly text: string;
  /** Elements it had in all. */
  readonly count: number;
  /** Of the one element that belongs to the alert, where one does. */
  readonly value: number | null;
}

/** Parts beyond this are details of details. */
const MOST_PARTS = 8;

/**
 * The parts of an expression at one time, as far as they belong to one alert: its operands, outermost first, without
 * literals. A selector with no elements is what was missing.
 */
export function traceParts(
  expression: Expression,
  text: string,
  alert: Labels,
  source: SampleSource,
  atMs: number,
  options: EngineOptions,
): TracedPart[] {
  const parts: TracedPart[] = [];
  const waiting: Expression[] = [...partsOf(expression)];
  for (let part = waiting.shift(); part !== undefined && parts.length < MOST_PARTS; part = waiting.shift()) {
    waiting.push(...partsOf(part));
    if (part.kind === 'number' || part.kind === 'string' || part.kind === 'parenthesised' || isFilter(part)) continue;
    const type = typeOf(part);
    if (type !== 'vector' && type !== 'scalar') continue;
    const outcome = instantVector(part, source, atMs, options);
    const elements = outcome.kind === 'vector' ? outcome.elements : [];
    const written = text.slice(part.span.from, part.span.to).replaceAll(/\s+/g, ' ');
    parts.push({ text: written, count: elements.length, value: valueFor(elements, alert) });
  }
  return parts;
}

/** A comparison passes on what is on its left. */
const isFilter = (part: Expression): boolean =>
  part.kind === 'binary' && !part.returnsBool && ['==', '!=', '>', '<', '>=', '<='].includes(part.operator);

/** Inside a function or a range there are no values of one instant any more. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'binary':
    case 'unary':
    case 'parenthesised':
    case 'aggregation':
    case 'call':
      return children(expression);
    default:
      return [];
  }
}

/** The value of the only element whose labels do not contradict the alert's. */
function valueFor(elements: readonly VectorElement[], alert: Labels): number | null {
  const fitting = elements.filter(({ labels }) =>
    labels.pairs.every(([name, value]) => {
      const own = labelValue(alert, name);
      return name === METRIC_NAME || own === '' || own === value;
    }),
  );
  return fitting.length === 1 ? fitting[0]!.value : null;
}
