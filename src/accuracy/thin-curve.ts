import type { RecordingResult } from '../record/schema.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';

/** More points than this across a chart of a screen's width cannot be told apart. */
export const CURVE_BUCKETS = 600;

/** The worst score of each bucket of rows, so that no peak is lost; null where every row of the bucket abstained. */
export function thinCurve({ timestampsMs, scores }: ScoreTrace): RecordingResult['curve'] {
  const rowsPerBucket = Math.max(1, Math.ceil(scores.length / CURVE_BUCKETS));
  const curve: RecordingResult['curve'] = { timestampsMs: [], scores: [] };
  for (let from = 0; from < scores.length; from += rowsPerBucket) {
    let worst: number | null = null;
    for (let row = from; row < Math.min(from + rowsPerBucket, scores.length); row++) {
      const score = scores[row]!;
      if (!Number.isNaN(score) && (worst === null || score > worst)) worst = score;
    }
    curve.timestampsMs.push(timestampsMs[from]!);
    curve.scores.push(worst === null ? null : Number(worst.toPrecision(5)));
  }
  return curve;
}
