import { type Explained, type ExplainedValue, explainInstant } from '../../../../promql/evaluate/explain.ts';
import type { Labels } from '../../../../promql/labels.ts';
import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { ComparisonOperator } from '../../../../promql/syntax.ts';
import { type EngineOptions, evaluationOptions, queryOffsetOf } from '../evaluation/engine-options.ts';
import type { ProgramRule } from '../evaluation/rule-program.ts';
import { belongsTo } from './belongs-to.ts';
import { comparedSides } from './compared-sides.ts';
import { type MissingSamples, missingSamples } from './missing-samples.ts';

/** An alert's expression and all its parts at one evaluation. */
export interface ExplainedMoment {
  /** Of the evaluation; its expression looked earlier by the group's query offset. */
  readonly atMs: number;
  /** What is held against what, where the alert is a comparison, or begins with one. */
  readonly threshold: ExplainedThreshold | null;
  /** Outermost first, each before its own parts. Numbers and parentheses are left out. */
  readonly parts: readonly ExplainedPart[];
  readonly missing: readonly MissingSamples[];
}

export interface ExplainedThreshold {
  readonly operator: ComparisonOperator;
  /** Null where none or several of the limits belong to the alert. */
  readonly limit: number | null;
  readonly observed: number | null;
}

export interface ExplainedPart {
  /** As written, on one line. */
  readonly text: string;
  /** 0: the whole expression. */
  readonly depth: number;
  /** Counts are of everything, elements and series listed are those that belong to the alert. */
  readonly value: ExplainedValue;
}

/** @param alert whose elements are listed; null: all are */
export function explainMoment(
  { rule, group, facts }: ProgramRule,
  source: SampleSource,
  atMs: number,
  options: EngineOptions,
  alert: Labels | null,
): ExplainedMoment {
  const { parsed, source: text } = rule.query;
  if (parsed.kind === 'refused' || facts === null) return { atMs, threshold: null, parts: [], missing: [] };
  const queryMs = atMs - queryOffsetOf(group, options);
  const isListed = (labels: Labels) => alert === null || belongsTo(labels, alert);
  const settings = evaluationOptions(options);
  const { lookbackMs } = options;
  const explain = (expression: typeof parsed.expression) =>
    explainInstant(expression, source, queryMs, settings, isListed);
  const sides = comparedSides(parsed.expression);
  return {
    atMs,
    threshold:
      sides === null
        ? null
        : {
            operator: sides.operator,
            limit: onlyValue(explain(sides.limit).value),
            observed: onlyValue(explain(sides.observed).value),
          },
    parts: flattened(explain(parsed.expression), text.text, 0),
    missing: missingSamples(facts, source, queryMs, lookbackMs, alert),
  };
}

function onlyValue(value: ExplainedValue): number | null {
  if (value.kind === 'scalar') return value.value;
  return value.kind === 'vector' && value.elements.length === 1 ? value.elements[0]!.value : null;
}

function flattened({ kind, span, value, children }: Explained, text: string, depth: number): ExplainedPart[] {
  if (kind === 'number' || kind === 'string') return [];
  if (kind === 'parenthesised') return children.flatMap((child) => flattened(child, text, depth));
  const written = text.slice(span.from, span.to).replaceAll(/\s+/g, ' ');
  return [{ text: written, depth, value }, ...children.flatMap((child) => flattened(child, text, depth + 1))];
}
