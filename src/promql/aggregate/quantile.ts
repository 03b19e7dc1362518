import { quantileOfSorted, sortNansFirst } from '../evaluate/quantile.ts';
import type { Aggregator } from './aggregator.ts';

export const quantile: Aggregator = (columns, { values, present }, parameter) => {
  const gathered = new Float64Array(columns.length);
  for (let i = 0; i < values.length; i++) {
    let size = 0;
    for (const column of columns) if (column.present[i] === 1) gathered[size++] = column.values[i]!;
    if (size === 0) continue;
    const sorted = gathered.subarray(0, size);
    sortNansFirst(sorted);
    values[i] = quantileOfSorted(parameter![i]!, sorted);
    present[i] = 1;
  }
};
