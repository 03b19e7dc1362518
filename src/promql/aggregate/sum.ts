import { carry } from '../evaluate/kahan.ts';
import type { Aggregator } from './aggregator.ts';

/**
 * Compensated addition (Kahan, as improved by Neumaier). The compensation is given up once the sum is infinite, and
 * starts with the second element: a sum of one is that element.
 */
export const sum: Aggregator = (columns, { values, present }) => {
  const compensation = new Float64Array(values.length);
  for (const column of columns) {
    const added = column.values;
    const there = column.present;
    for (let i = 0; i < values.length; i++) {
      if (there[i] === 0) continue;
      const value = added[i]!;
      if (present[i] === 0) {
        present[i] = 1;
        values[i] = value;
        continue;
      }
      const before = values[i]!;
      const total = before + value;
      compensation[i] = carry(value, before, total, compensation[i]!);
      values[i] = total;
    }
  }
  for (let i = 0; i < values.length; i++) if (present[i] === 1) values[i]! += compensation[i]!;
};
