import type { Judged } from './metric.ts';
import { countedRows } from './stretch.ts';

export interface PointCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

export const POINT_SUMS = ['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives'] as const;

/** What the cards of all point metrics say about rows without a score. */
export const ABSTAINED_POINTS =
  'An abstained row in an incident is missed; outside one it is left out, never credited as rightly quiet.';

/** Scored rows by label and by whether the score is at or above the threshold. */
export function countPoints(judged: Judged): PointCounts {
  const { scores, labels, threshold } = judged;
  const { from, to } = countedRows(judged);
  const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  for (let row = from; row < to; row++) {
    const score = scores[row]!;
    if (labels[row] === 1)
      counts[score >= threshold ? 'truePositives' : 'falseNegatives']++; // NaN is never at or above
    else if (!Number.isNaN(score)) counts[score >= threshold ? 'falsePositives' : 'trueNegatives']++;
  }
  return counts;
}
