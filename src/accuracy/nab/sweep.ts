import type { NabProfile } from './profiles.ts';
import { nabRowValues } from './row-values.ts';
import { assertScores, type NabSeries } from './score-corpus.ts';

/** NAB's candidate at which nothing is detected, its scores being at most 1. */
const DETECT_NOTHING = 1.1;

/**
 * The threshold with the best corpus score, shared by all files: every distinct score of a counted row is tried, and
 * one above them all. Of equally good thresholds the highest wins. One pass over the rows in falling order of score.
 *
 * This is NAB's own protocol: the threshold is chosen on the very labels it is judged by.
 */
export function sweepThreshold(corpus: readonly NabSeries[], profile: NabProfile): number {
  const { scores, values, windows, windowCount } = countedRowsByScore(corpus, profile);
  const bestOfWindow = new Float64Array(windowCount).fill(-profile.falseNegative);
  let total = 0; // above the score of detecting nothing
  let best = 0;
  let bestThreshold = nothingDetectedAt(scores[0]);
  for (let rank = 0; rank < scores.length; rank++) {
    const window = windows[rank]!;
    if (window < 0) total += values[rank]!;
    else if (values[rank]! > bestOfWindow[window]!) {
      total += values[rank]! - bestOfWindow[window]!;
      bestOfWindow[window] = values[rank]!;
    }
    const tiedWithNext = scores[rank + 1] === scores[rank];
    if (!tiedWithNext && total > best) {
      best = total;
      bestThreshold = scores[rank]!;
    }
  }
  return bestThreshold;
}

function nothingDetectedAt(highest: number | undefined): number {
  if (highest === undefined || highest < DETECT_NOTHING) return DETECT_NOTHING;
  return highest + Math.max(Math.abs(highest), 1) * 1e-6;
}

/** Counted rows of all files, highest score first; windows are numbered through the corpus, -1 outside all. */
function countedRowsByScore(corpus: readonly NabSeries[], profile: NabProfile) {
  const total = corpus.reduce((sum, series) => sum + Math.max(0, series.scores.length - series.probationRows), 0);
  const scores = new Float64Array(total);
  const values = new Float64Array(total);
  const windows = new Int32Array(total);
  let filled = 0;
  let windowCount = 0;
  for (const series of corpus) {
    assertScores(series);
    const rows = nabRowValues(series.scores.length, series.windows, profile);
    for (let row = series.probationRows; row < series.scores.length; row++) {
      scores[filled] = series.scores[row]!;
      values[filled] = rows.values[row]!;
      windows[filled] = rows.windowOf[row]! < 0 ? -1 : windowCount + rows.windowOf[row]!;
      filled++;
    }
    windowCount += series.windows.length;
  }
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  return {
    scores: Float64Array.from(order, (i) => scores[i]!),
    values: Float64Array.from(order, (i) => values[i]!),
    windows: Int32Array.from(order, (i) => windows[i]!),
    windowCount,
  };
}
