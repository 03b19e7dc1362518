import { carry } from '../../evaluate/kahan.ts';
import { eachWindow } from './each-window.ts';

const isInfinite = (value: number): boolean => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;

/**
 * The compensated sum by the count; from the sample on that makes the sum infinite, a running mean, which overflows
 * only where the mean itself does.
 * Source: Prometheus 3.15, promql/functions.go (funcAvgOverTime); same order of operations.
 */
function mean(samples: Float64Array, first: number, end: number): number {
  let sum = samples[first]!;
  let compensation = 0;
  for (let i = first + 1; i < end; i++) {
    const total = sum + samples[i]!;
    if (isInfinite(total)) return runningMean(samples, first, end, i, sum, compensation);
    compensation = carry(samples[i]!, sum, total, compensation);
    sum = total;
  }
  const count = end - first;
  return sum / count + compensation / count;
}

/** Goes on at sample `at`, with the sum of those before it. */
function runningMean(
  samples: Float64Array,
  first: number,
  end: number,
  at: number,
  sum: number,
  sumCompensation: number,
): number {
  let average = sum / (at - first);
  let compensation = sumCompensation / (at - first);
  for (let i = at; i < end; i++) {
    const count = i - first + 1;
    const share = (count - 1) / count;
    const before = share * average;
    const added = samples[i]! / count;
    average = before + added;
    compensation = carry(added, before, average, share * compensation);
  }
  return average + compensation;
}

export const avgOverTime = eachWindow('avg_over_time', mean);
