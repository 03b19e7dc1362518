import { type Random, seededRandom } from '../chance.ts';
import type { Interval } from '../record/schema.ts';
import { median } from './location.ts';
import { quantile } from './percentiles.ts';

export const RATIO_RESAMPLES = 2000;
const LEVEL = 0.95;

export interface RatioOfMedians {
  readonly rounds: number;
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Median over rounds of (median of one side / median of the other side in the same round), with a percentile bootstrap
 * interval over rounds. The round is the unit: both sides saw the same minute of the machine in it.
 *
 * Medians are taken of logarithms, so that swapping the sides gives the reciprocal. The interval speaks for rounds of
 * this process; another process may lay memory and code out differently.
 *
 * @param medians per round, in any one unit; at least two rounds, all above 0
 */
export function ratioOfMedians(input: {
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly seed: number;
}): RatioOfMedians {
  const logs = input.ours.map((own, round) => Math.log(own / input.theirs[round]!));
  if (logs.length < 2 || !logs.every(Number.isFinite)) {
    throw new Error(`a ratio needs two rounds or more, with medians above 0 on both sides`);
  }
  const random = seededRandom(input.seed);
  const replicates = Float64Array.from({ length: RATIO_RESAMPLES }, () => median(resample(logs, random))).sort();
  return {
    rounds: logs.length,
    value: Math.exp(median(logs)),
    interval: {
      low: Math.exp(quantile(replicates, (1 - LEVEL) / 2)),
      high: Math.exp(quantile(replicates, (1 + LEVEL) / 2)),
      level: LEVEL,
      method: 'percentile-bootstrap-over-rounds',
    },
  };
}

const resample = (values: readonly number[], random: Random): number[] =>
  values.map(() => values[Math.floor(random() * values.length)]!);
