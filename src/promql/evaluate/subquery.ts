import type { Column, Steps } from '../evaluated.ts';
import type { Subquery } from '../syntax.ts';
import { mergeSameLabels } from './distinct-labels.ts';
import type { EvaluateExpression, Evaluation } from './evaluation.ts';
import { stepCount, stepsOf } from './steps.ts';
import { referenceTimes } from './time-shift.ts';
import { type NamedWindows, type Samples, windowsOver } from './windows.ts';

/** Points of one column as samples; columns present throughout share the list of times. */
function samplesOf({ labels, nameDropped, values, present }: Column, { timesMs }: Steps): Samples {
  if (!present.includes(0)) return { labels, nameDropped, timestampsMs: timesMs, values };
  const isPresent = (_: number, i: number) => present[i] === 1;
  return { labels, nameDropped, timestampsMs: timesMs.filter(isPresent), values: values.filter(isPresent) };
}

/** Multiples of the step on the absolute clock, from the first one after the earliest window's left end. */
function gridSteps(subquery: Subquery, endsMs: Float64Array, evaluation: Evaluation): Steps {
  const stepMs = subquery.stepMs ?? evaluation.subqueryStepMs;
  const afterMs = endsMs[0]! - subquery.rangeMs;
  const range = { startMs: stepMs * (Math.floor(afterMs / stepMs) + 1), endMs: endsMs.at(-1)!, stepMs };
  evaluation.budget.checkSteps(stepCount(range), subquery.span);
  return stepsOf(range);
}

/** The inside is evaluated once over all steps that any window needs; then each outer step takes its window of those. */
export function subqueryWindows(
  subquery: Subquery,
  evaluation: Evaluation,
  evaluate: EvaluateExpression,
): Iterable<NamedWindows> {
  const endsMs = referenceTimes(subquery, evaluation);
  const steps = gridSteps(subquery, endsMs, evaluation);
  const inside = evaluate(subquery.expression, { ...evaluation, steps });
  if (inside.kind !== 'vector') throw new Error(`a subquery over a ${inside.kind}`);
  const columns = mergeSameLabels(inside.columns, subquery.span);
  const samples = columns.map((column) => samplesOf(column, steps));
  return windowsOver(samples, { endsMs, rangeMs: subquery.rangeMs }, evaluation, subquery.span);
}
