import type { PolicySettings } from '../record/schema.ts';
import type { AlertPolicy } from './alert-policy.ts';

/** The shared policy with one contender's threshold filled in. */
export function policyAt(threshold: number, settings: PolicySettings): AlertPolicy {
  // Hysteresis is a share of the threshold; for a threshold at or below zero a share means nothing, so there is none.
  const clearBelow = threshold > 0 ? threshold * settings.clearRatio : threshold;
  return { threshold, clearBelow, holdMs: settings.holdMs, keepMs: settings.keepMs, cooldownMs: settings.cooldownMs };
}

/**
 * `trials` candidate thresholds for a pool of scores, highest first: one above every score ("never alert"), then
 * midpoints between neighbouring distinct scores, dense at the top where alerts are rare. Midpoints, because a
 * threshold that equals a score flips on the last bit of that score.
 *
 * Every contender gets the same number of trials; one with fewer distinct scores than trials has fewer different
 * things to try, and tries all of them.
 */
export function candidateThresholds(scores: readonly Float64Array[], trials: number): number[] {
  const distinct = distinctDescending(scores);
  if (distinct.length === 0) return [1];
  const above = distinct[0]! + Math.max(Math.abs(distinct[0]!), 1) * 1e-6;
  const candidates = [above];
  const gaps = distinct.length; // gap k lies below the k-th highest distinct score; the last one below them all
  let previous = -1;
  for (let trial = 0; trial < trials - 1; trial++) {
    const share = trials <= 2 ? 0 : trial / (trials - 2);
    const rank = Math.min(gaps - 1, Math.max(previous + 1, Math.floor(gaps ** share) - 1));
    if (rank === previous) break;
    previous = rank;
    const upper = distinct[rank]!;
    const lower = distinct[rank + 1];
    candidates.push(lower === undefined ? upper : midpoint(lower, upper));
  }
  return candidates;
}

function distinctDescending(pools: readonly Float64Array[]): number[] {
  const total = pools.reduce((sum, pool) => sum + pool.length, 0);
  const all = new Float64Array(total);
  let used = 0;
  for (const pool of pools) for (const score of pool) if (!Number.isNaN(score)) all[used++] = score;
  const sorted = all.subarray(0, used).sort();
  const distinct: number[] = [];
  for (let i = used - 1; i >= 0; i--) if (i === used - 1 || sorted[i]! !== sorted[i + 1]!) distinct.push(sorted[i]!);
  return distinct;
}

/** Strictly above `lower` and at most `upper`, also where their difference overflows or they are neighbours. */
function midpoint(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle > lower && middle <= upper ? middle : upper;
}

/**
 * Index of the chosen candidate: within the run of equally good candidates that holds the highest best one, the
 * middle. Not its edge, where a threshold would sit just under one particular score. Undefined objectives lose.
 * @param objectives one per candidate, candidates highest first; null where the objective has no value
 */
export function chooseCandidate(objectives: readonly (number | null)[]): number {
  let first = 0;
  let best = Number.NEGATIVE_INFINITY;
  objectives.forEach((objective, i) => {
    if (objective !== null && objective > best) {
      best = objective;
      first = i;
    }
  });
  let last = first;
  while (last + 1 < objectives.length && objectives[last + 1] === best) last++;
  return first + ((last - first) >> 1);
}
