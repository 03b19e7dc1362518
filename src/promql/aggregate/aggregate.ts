import { type Evaluation, newColumn } from '../evaluate/evaluation.ts';
import type { Column, Evaluated } from '../evaluated.ts';
import type { Aggregation, AggregationOperator } from '../syntax.ts';
import { formatG } from '../text/go-number.ts';
import type { Aggregator } from './aggregator.ts';
import { average } from './average.ts';
import { count, group } from './count.ts';
import { countValues } from './count-values.ts';
import { maximum, minimum } from './extremes.ts';
import { groupsOf } from './grouping.ts';
import { quantile } from './quantile.ts';
import { deviation, variance } from './spread.ts';
import { sum } from './sum.ts';
import { top } from './top.ts';

type Folding = Exclude<AggregationOperator, 'topk' | 'bottomk' | 'count_values'>;

const AGGREGATORS: Readonly<Record<Folding, Aggregator>> = {
  sum,
  avg: average,
  min: minimum,
  max: maximum,
  count,
  group,
  stddev: deviation,
  stdvar: variance,
  quantile,
};

/** φ outside [0, 1] has a result, and a warning: one each for NaN, the largest and the smallest φ. */
function warnOfQuantiles(phis: Float64Array, { parameter }: Aggregation, { annotate }: Evaluation): void {
  const warn = (phi: number): void => {
    const message = `quantile value should be between 0 and 1, got ${formatG(phi)}`;
    annotate({ kind: 'warning', message, span: parameter!.span });
  };
  if (phis.includes(Number.NaN)) {
    warn(Number.NaN);
    return;
  }
  const most = phis.reduce((a, b) => Math.max(a, b));
  const least = phis.reduce((a, b) => Math.min(a, b));
  if (most > 1) warn(most);
  if (least < 0) warn(least);
}

const scalarOf = (parameter: Evaluated | null): Float64Array => {
  if (parameter?.kind !== 'scalar') throw new Error(`an aggregation parameter of kind ${parameter?.kind}`);
  return parameter.values;
};

function fold(
  aggregation: Aggregation & { readonly operator: Folding },
  parameter: Float64Array | null,
  columns: readonly Column[],
  evaluation: Evaluation,
): readonly Column[] {
  const groups = groupsOf(columns, aggregation.grouping);
  evaluation.budget.checkSeries(groups.length, aggregation.span);
  return groups.map((each) => {
    const nameDropped = each.columns.some((column) => column.nameDropped);
    const result = newColumn(evaluation, each.labels, nameDropped, aggregation.span);
    AGGREGATORS[aggregation.operator](each.columns, result, parameter);
    return result;
  });
}

/** One column per group, or for `topk` and `bottomk` the chosen elements. */
export function aggregate(
  aggregation: Aggregation,
  parameter: Evaluated | null,
  columns: readonly Column[],
  evaluation: Evaluation,
): readonly Column[] {
  const { operator } = aggregation;
  switch (operator) {
    case 'count_values':
      if (parameter?.kind !== 'string') throw new Error('count_values without a label');
      return countValues(aggregation, parameter.value, columns, evaluation);
    case 'topk':
    case 'bottomk':
      return top(aggregation, columns, scalarOf(parameter));
    case 'quantile':
      warnOfQuantiles(scalarOf(parameter), aggregation, evaluation);
      return fold({ ...aggregation, operator }, scalarOf(parameter), columns, evaluation);
    default:
      return fold({ ...aggregation, operator }, null, columns, evaluation);
  }
}
