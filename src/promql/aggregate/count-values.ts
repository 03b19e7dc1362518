import { type Evaluation, newColumn } from '../evaluate/evaluation.ts';
import { type Column, EvaluationError } from '../evaluated.ts';
import { isLabelName, withLabel } from '../labels.ts';
import type { Aggregation } from '../syntax.ts';
import { formatFloat } from '../text/format-float.ts';
import { goQuote } from '../text/go-quote.ts';
import { groupLabels } from './grouping.ts';

/**
 * `count_values`: one element per group and value, counting the elements of that value, which becomes a label. The label
 * belongs to the grouping by itself unless `without` names it.
 */
export function countValues(
  { grouping, span }: Aggregation,
  valueLabel: string,
  columns: readonly Column[],
  evaluation: Evaluation,
): readonly Column[] {
  if (!isLabelName(valueLabel)) throw new EvaluationError(`invalid label name ${goQuote(valueLabel)}`, span);
  const isBy = grouping.kind === 'by';
  const grouped = groupLabels(isBy ? { kind: 'by', labels: [...grouping.labels, valueLabel] } : grouping);
  const results = new Map<string, Column>();
  for (const { labels, values, present } of columns) {
    const byValue = new Map<string, Column>();
    for (let i = 0; i < values.length; i++) {
      if (present[i] === 0) continue;
      const text = formatFloat(values[i]!);
      let result = byValue.get(text);
      if (result === undefined) {
        const named = grouped(withLabel(labels, valueLabel, text));
        result = results.get(named.key) ?? newColumn(evaluation, named, false, span);
        byValue.set(text, result);
        results.set(named.key, result);
        evaluation.budget.checkSeries(results.size, span);
      }
      result.values[i]!++;
      result.present[i] = 1;
    }
  }
  return [...results.values()];
}
