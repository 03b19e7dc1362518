import { seededRandom, shuffled } from '../chance.ts';
import type { MetricValue } from '../record/schema.ts';
import { computeMetric, defined, type Judged, type Metric } from './metric.ts';
import { countedRows } from './stretch.ts';

export interface ChanceSettings {
  /** A whole number from 1 to 2^31-1. */
  readonly seed: number;
  readonly draws: number;
}

/**
 * What the very same scores reach in random order: the mean over draws that shuffle the scores of each recording among
 * its counted rows. As many rows stay over the threshold and as many abstain; only when is left to chance. For metrics
 * of scores (rank, point-wise, of series); alerts are not raised anew.
 * @param recordings whole ones, not stretches
 * @returns undefined as the metric is in the first draw that has no value
 */
export function chanceLevel(
  metric: Metric,
  recordings: readonly Judged[],
  { seed, draws }: ChanceSettings,
): MetricValue {
  const random = seededRandom(seed);
  let sum = 0;
  for (let draw = 0; draw < draws; draw++) {
    const value = computeMetric(
      metric,
      recordings.map((judged) => ({ ...judged, scores: shuffledScores(judged, random) })),
    );
    if (value.kind === 'undefined') return value;
    sum += value.value;
  }
  return defined(sum / draws);
}

function shuffledScores(judged: Judged, random: () => number): Float64Array {
  const { from, to } = countedRows(judged);
  const scores = judged.scores.slice();
  scores.set(shuffled(Array.from(scores.subarray(from, to)), random), from);
  return scores;
}
