import type { Annotate, Column, Evaluated, Steps } from '../evaluated.ts';
import type { Budget } from '../limits.ts';
import type { SampleSource } from '../sample-source.ts';
import type { Expression, Span } from '../syntax.ts';
import type { StepInvariance } from './step-invariance.ts';

/** What every part of one evaluation shares. A subquery evaluates its inside at steps of its own. */
export interface Evaluation {
  readonly source: SampleSource;
  readonly steps: Steps;
  /** First and last step of the whole query, which `@ start()` and `@ end()` mean inside subqueries too. */
  readonly queryStartMs: number;
  readonly queryEndMs: number;
  readonly lookbackMs: number;
  /** Step of a subquery that names none. */
  readonly subqueryStepMs: number;
  readonly delayedNameRemoval: boolean;
  readonly olderExtrapolation: boolean;
  readonly budget: Budget;
  readonly invariance: StepInvariance;
  readonly annotate: Annotate;
}

export type EvaluateExpression = (expression: Expression, evaluation: Evaluation) => Evaluated;

/** A column of its own memory, nothing present, counted against the budget. */
export function newColumn(
  { steps, budget }: Evaluation,
  labels: Column['labels'],
  nameDropped: boolean,
  span: Span,
): Column {
  const count = steps.timesMs.length;
  budget.takeSamples(count, span);
  return { labels, values: new Float64Array(count), present: new Uint8Array(count), nameDropped };
}

/** Adds a column to the result if it came to anything; if not, its memory counts no longer. */
export function keep(column: Column, results: Column[], { budget }: Evaluation): void {
  if (column.present.includes(1)) results.push(column);
  else budget.giveBack(column.present.length);
}
