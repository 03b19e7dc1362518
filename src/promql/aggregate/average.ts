import { carry } from '../evaluate/kahan.ts';
import type { Column } from '../evaluated.ts';
import type { Aggregator } from './aggregator.ts';

const isInfinite = (value: number): boolean => value === Infinity || value === -Infinity;

/** The mean of one step whose sum leaves the finite: incremental from the element on that makes it do so. */
function incrementalMean(columns: readonly Column[], step: number): number {
  let count = 0;
  let mean = 0;
  let compensation = 0;
  let total = 0;
  let isSumming = true;
  for (const { values, present } of columns) {
    if (present[step] === 0) continue;
    const value = values[step]!;
    count++;
    if (isSumming) {
      const next = total + value;
      if (count === 1 || !isInfinite(next)) {
        if (count > 1) compensation = carry(value, total, next, compensation);
        total = next;
        continue;
      }
      isSumming = false;
      mean = total / (count - 1);
      compensation /= count - 1;
    }
    const share = (count - 1) / count;
    const before = share * mean;
    const added = value / count;
    mean = before + added;
    compensation = carry(added, before, mean, share * compensation);
  }
  return mean + compensation;
}

/**
 * The mean: the compensated sum divided by the count, or where that would not stay finite an incremental mean (as in
 * Prometheus, whose issue 16714 says why).
 */
export const average: Aggregator = (columns, { values, present }) => {
  const compensation = new Float64Array(values.length);
  const counts = new Int32Array(values.length);
  const overflows = new Uint8Array(values.length);
  for (const column of columns) {
    for (let i = 0; i < values.length; i++) {
      if (column.present[i] === 0) continue;
      const value = column.values[i]!;
      counts[i]!++;
      if (present[i] === 0) {
        present[i] = 1;
        values[i] = value;
        continue;
      }
      const before = values[i]!;
      const total = before + value;
      if (isInfinite(total)) overflows[i] = 1;
      compensation[i] = carry(value, before, total, compensation[i]!);
      values[i] = total;
    }
  }
  for (let i = 0; i < values.length; i++) {
    if (present[i] === 0) continue;
    const count = counts[i]!;
    values[i] = overflows[i] === 1 ? incrementalMean(columns, i) : values[i]! / count + compensation[i]! / count;
  }
};
