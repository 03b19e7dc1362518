import { carry } from '../../evaluate/kahan.ts';
import { eachWindow } from './each-window.ts';

/**
 * The compensated sum of the samples of each window. Every window is added up anew: a sum from which samples are taken
 * away again is not the sum of the rest, to the last bit.
 */
export const sumOverTime = eachWindow('sum_over_time', (samples, first, end) => {
  let sum = 0;
  let compensation = 0;
  for (let i = first; i < end; i++) {
    const value = samples[i]!;
    const total = sum + value;
    compensation = carry(value, sum, total, compensation);
    sum = total;
  }
  return sum === Number.POSITIVE_INFINITY || sum === Number.NEGATIVE_INFINITY ? sum : sum + compensation;
});
