import type { z } from 'zod';
import type { divergenceSchema } from '../record/schema.ts';
import type { WatchTask } from '../replay/assignment.ts';
import type { StudyRun } from './study-run.ts';

export type Divergence = z.infer<typeof divergenceSchema>;

/** The shortest text that reads back as the same double; `abstained` for NaN, `-0` kept. */
export function scoreText(score: number): string {
  if (Number.isNaN(score)) return 'abstained';
  return Object.is(score, -0) ? '-0' : String(score);
}

/**
 * The first row, in judged order, on which a run does not give the bits of the first run; null when all agree.
 * `row` counts from 0 in the whole recording. Rows that are replayed but not judged are compared too.
 */
export function firstDivergence(runs: readonly StudyRun[], judged: readonly WatchTask[]): Divergence | null {
  const [first, ...others] = runs;
  for (const [task, { labelled }] of judged.entries()) {
    const one = first!.scores[task]!;
    for (let row = 0; row < one.length; row++) {
      const other = others.find((run) => !Object.is(run.scores[task]![row], one[row]));
      if (other !== undefined) {
        return {
          recording: labelled.recording.id,
          row,
          timestampMs: labelled.recording.timestampsMs[row]!,
          one: scoreText(one[row]!),
          other: scoreText(other.scores[task]![row]!),
        };
      }
    }
  }
  return null;
}

/**
 * Largest difference between two runs' scores on one row, over rows that at least two runs scored; 0 when there is
 * none. A difference beyond the largest double is given as the largest double.
 */
export function maxScoreDifference(runs: readonly StudyRun[]): number {
  let largest = 0;
  for (const [task, scores] of runs[0]!.scores.entries()) {
    for (let row = 0; row < scores.length; row++) {
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const run of runs) {
        const score = run.scores[task]![row]!;
        if (Number.isNaN(score)) continue;
        if (score < low) low = score;
        if (score > high) high = score;
      }
      if (high - low > largest) largest = high - low;
    }
  }
  return Math.min(largest, Number.MAX_VALUE);
}
