import type { RangeFunction } from '../../function.ts';
import { formatG } from '../../go-number.ts';
import { quantileOfSorted } from '../../quantile.ts';
import { remark } from '../arguments.ts';

export const quantileOverTime: RangeFunction = {
  kind: 'range',
  name: 'quantile_over_time',
  rangeArgument: 1,
  evaluate({ values: samples, from, to }, [ratios], { values, present }, context) {
    for (let i = 0; i < from.length; i++) {
      if (to[i]! <= from[i]!) continue;
      const ratio = ratios![i]!;
      if (!(ratio >= 0 && ratio <= 1)) {
        remark(context, 'warning', 0, `quantile value should be between 0 and 1, got ${formatG(ratio)}`);
      }
      values[i] = quantileOfSorted(ratio, nansFirst(samples.slice(from[i]!, to[i]!).sort()));
      present[i] = 1;
    }
  },
};

/** Sorted values, which end in the NaNs, with those in front. */
function nansFirst(sorted: Float64Array): Float64Array {
  const end = sorted.length;
  let numbers = end;
  while (numbers > 0 && Number.isNaN(sorted[numbers - 1]!)) numbers--;
  if (numbers === end) return sorted;
  sorted.copyWithin(end - numbers, 0, numbers);
  return sorted.fill(Number.NaN, 0, end - numbers);
}
