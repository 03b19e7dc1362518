import { AS_WRITTEN_THRESHOLD, type Traits, type Verdict } from '../contenders/contract.ts';
import type { Pass } from './watch.ts';
import { describeVerdict } from './watch.ts';

/**
 * Relative rounding noise that a transformation may add to a score: readings scaled by a factor that is no power of
 * two differ in the last bit, and training on 32-bit floats magnifies that.
 */
const ROUNDING = 1e-6;

/**
 * A threshold to compare decisions at. Binary scores have theirs; for graded ones it is the middle of the widest step
 * between neighbouring scores of the upper half, so that rounding alone turns no decision over.
 */
export function comparisonThreshold({ score }: Traits, verdicts: readonly Verdict[]): number {
  if (score === 'binary') return AS_WRITTEN_THRESHOLD;
  const scores = verdicts
    .flatMap((verdict) => (verdict.kind === 'scored' ? [verdict.score] : []))
    .sort((a, b) => a - b);
  let widest = 0;
  let threshold = AS_WRITTEN_THRESHOLD;
  for (let i = Math.max(1, scores.length >> 1); i < scores.length; i++) {
    const [below, above] = [scores[i - 1]!, scores[i]!];
    const step = above - below;
    if (step > widest && step > ROUNDING * Math.max(Math.abs(above), Math.abs(below))) {
      widest = step;
      threshold = below + step / 2;
    }
  }
  return threshold;
}

/** The first row that is decided differently at the threshold, in words. Rows within rounding of it decide nothing. */
export function firstDecisionDifference(one: Pass, other: Pass, threshold: number): string | null {
  for (const [row, a] of one.verdicts.entries()) {
    const b = other.verdicts[row];
    if (b !== undefined && decision(a, threshold) === decision(b, threshold)) continue;
    if (b !== undefined && (isOnTheEdge(a, threshold) || isOnTheEdge(b, threshold)) && a.kind === b.kind) continue;
    return `row ${row + 1} at threshold ${threshold}: ${describeVerdict(a)} ${one.name}, ${describeVerdict(b)} ${other.name}`;
  }
  return null;
}

const decision = (verdict: Verdict, threshold: number): 'abstained' | 'over' | 'under' => {
  if (verdict.kind === 'abstained') return 'abstained';
  return verdict.score >= threshold ? 'over' : 'under';
};

const isOnTheEdge = (verdict: Verdict, threshold: number): boolean =>
  verdict.kind === 'scored' && Math.abs(verdict.score - threshold) <= ROUNDING * Math.max(1, Math.abs(threshold));
