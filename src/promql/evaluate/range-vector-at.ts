import { EvaluationError, type RangeOfSeries } from '../evaluated.ts';
import { compareLabels, dropMetricName } from '../labels.ts';
import type { Expression, Span } from '../syntax.ts';
import { evaluateRangeVector } from './evaluate-expression.ts';
import type { Evaluation } from './evaluation.ts';

/** One series from two of the same labels, which only taking their names away at the end can leave. */
function merged(a: RangeOfSeries, b: RangeOfSeries, span: Span): RangeOfSeries {
  const all = [a, b].flatMap(({ timestampsMs, values }) =>
    Array.from(timestampsMs, (atMs, i) => ({ atMs, value: values[i]! })),
  );
  all.sort((x, y) => x.atMs - y.atMs);
  if (all.some(({ atMs }, i) => i > 0 && all[i - 1]!.atMs === atMs)) {
    throw new EvaluationError('vector cannot contain metrics with the same labelset', span);
  }
  const timestampsMs = Float64Array.from(all, ({ atMs }) => atMs);
  return { labels: a.labels, timestampsMs, values: Float64Array.from(all, ({ value }) => value) };
}

/** A range vector as it stands at the only step of an evaluation, in ascending order of labels. */
export function rangeVectorAt(expression: Expression, evaluation: Evaluation): readonly RangeOfSeries[] {
  const found = new Map<string, RangeOfSeries>();
  for (const windows of evaluateRangeVector(expression, evaluation)) {
    const [first, end] = [windows.from[0]!, windows.to[0]!];
    if (first === end) continue;
    evaluation.budget.takeSamples(end - first, expression.span);
    const labels = windows.nameDropped ? dropMetricName(windows.labels) : windows.labels;
    const { timestampsMs, values } = windows;
    const one = { labels, timestampsMs: timestampsMs.slice(first, end), values: values.slice(first, end) };
    const same = found.get(labels.key);
    found.set(labels.key, same === undefined ? one : merged(same, one, expression.span));
  }
  return [...found.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}
