import { AS_WRITTEN_THRESHOLD, type Traits, type Verdict } from '../contenders/contract.ts';
import { describeVerdict, type Pass } from './watch.ts';

/**
 * A step between neighbouring scores is wide enough for a threshold when it is this share of the higher one. Readings
 * scaled by a factor that is no power of two differ in the last bit, and training on 32-bit floats magnifies that: half
 * a step of rounding turns no decision over, a twentieth of a score is no rounding.
 */
const STEP_RATIO = 0.05;

/** More thresholds than this add nothing. */
const MOST_THRESHOLDS = 8;

/**
 * Thresholds to compare decisions at. Binary scores have theirs; for graded ones they are the middles of the widest
 * steps between neighbouring scores. None when there is no step to speak of: then nothing is decided.
 */
export function comparisonThresholds({ score }: Traits, verdicts: readonly Verdict[]): readonly number[] {
  if (score === 'binary') return [AS_WRITTEN_THRESHOLD];
  const scores = verdicts
    .flatMap((verdict) => (verdict.kind === 'scored' ? [verdict.score] : []))
    .sort((a, b) => a - b);
  const steps = scores.slice(1).map((above, i) => ({ below: scores[i]!, width: above - scores[i]!, above }));
  return steps
    .filter(({ below, width, above }) => width > STEP_RATIO * Math.max(Math.abs(above), Math.abs(below)))
    .sort((a, b) => b.width - a.width)
    .slice(0, MOST_THRESHOLDS)
    .map(({ below, width }) => below + width / 2);
}

/** The first row that is decided differently, in words. */
export function firstDecisionDifference(one: Pass, other: Pass, thresholds: readonly number[]): string | null {
  for (const [row, a] of one.verdicts.entries()) {
    const b = other.verdicts[row];
    const said = `${describeVerdict(a)} ${one.name}, ${describeVerdict(b)} ${other.name}`;
    if (a.kind !== b?.kind) return `row ${row + 1}: ${said}`;
    const turned = thresholds.find((threshold) => isOver(a, threshold) !== isOver(b, threshold));
    if (turned !== undefined) return `row ${row + 1}, at threshold ${turned}: ${said}`;
  }
  return null;
}

const isOver = (verdict: Verdict, threshold: number): boolean =>
  verdict.kind === 'scored' && verdict.score >= threshold;
