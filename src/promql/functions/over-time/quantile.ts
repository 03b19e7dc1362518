import { quantileOfSorted } from '../../evaluate/quantile.ts';
import { formatG } from '../../text/go-number.ts';
import { remark } from '../arguments.ts';
import type { RangeFunction } from '../function.ts';
import { SortedWindow } from './sorted-window.ts';

export const quantileOverTime: RangeFunction = {
  kind: 'range',
  name: 'quantile_over_time',
  rangeArgument: 1,
  evaluate({ values: samples, from, to }, [ratios], { values, present }, context) {
    const window = new SortedWindow(samples);
    let remarkedOn: number | null = null;
    for (let i = 0; i < from.length; i++) {
      if (to[i]! <= from[i]!) continue;
      const ratio = ratios![i]!;
      if (!(ratio >= 0 && ratio <= 1) && !Object.is(ratio, remarkedOn)) {
        remarkedOn = ratio;
        remark(context, 'warning', 0, `quantile value should be between 0 and 1, got ${formatG(ratio)}`);
      }
      values[i] = quantileOfSorted(ratio, window.moveTo(from[i]!, to[i]!));
      present[i] = 1;
    }
  },
};
