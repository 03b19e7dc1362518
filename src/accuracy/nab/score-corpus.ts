import { nabBounds, nabNormalised } from './normalise.ts';
import type { NabProfile } from './profiles.ts';
import { nabRowValues, type RowWindow } from './row-values.ts';

/** One file of a NAB-like corpus with the scores of one detector. */
export interface NabSeries {
  /** `realAWSCloudwatch/ec2_cpu_utilization_24ae8d.csv` */
  readonly file: string;
  /** Higher is more anomalous; finite. */
  readonly scores: Float64Array;
  /** In order of rows, not overlapping. */
  readonly windows: readonly RowWindow[];
  /** Rows before this one count for nothing. */
  readonly probationRows: number;
}

export interface NabFileScore {
  readonly file: string;
  readonly score: number;
  readonly windows: number;
  readonly detectedWindows: number;
  /** Rows, probation left out; they play no part in the score. */
  readonly truePositives: number;
  readonly trueNegatives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

export interface NabCorpusScore {
  readonly profile: NabProfile['id'];
  readonly threshold: number;
  readonly raw: number;
  readonly null: number;
  readonly perfect: number;
  /** Null when the corpus has no window. */
  readonly normalised: number | null;
  readonly windows: number;
  readonly files: readonly NabFileScore[];
}

/**
 * Corpus score at one threshold for all files; a row is detected when its score is at or above it.
 * A window without a scored row adds nothing to the raw score and still counts in the normalisation, as in NAB.
 */
export function scoreCorpus(corpus: readonly NabSeries[], profile: NabProfile, threshold: number): NabCorpusScore {
  const files = corpus.map((series) => scoreSeries(series, profile, threshold));
  const raw = files.reduce((sum, { score }) => sum + score, 0);
  const windows = files.reduce((sum, file) => sum + file.windows, 0);
  return {
    profile: profile.id,
    threshold,
    raw,
    ...nabBounds(windows, profile),
    normalised: nabNormalised(raw, windows, profile),
    windows,
    files,
  };
}

/** Values of detected rows outside windows, plus for each window the best of its detected rows or the cost of a miss. */
export function scoreSeries(series: NabSeries, profile: NabProfile, threshold: number): NabFileScore {
  assertScores(series);
  const { file, scores, windows, probationRows } = series;
  const { values, windowOf } = nabRowValues(scores.length, windows, profile);
  const best = windows.map(({ lastRow }) => (lastRow < probationRows ? null : Number.NEGATIVE_INFINITY));
  const rows = { truePositives: 0, trueNegatives: 0, falsePositives: 0, falseNegatives: 0 };
  let score = 0;
  for (let row = probationRows; row < scores.length; row++) {
    const window = windowOf[row]!;
    const detected = scores[row]! >= threshold;
    if (window >= 0) {
      rows[detected ? 'truePositives' : 'falseNegatives']++;
      if (detected) best[window] = Math.max(best[window]!, values[row]!);
    } else {
      rows[detected ? 'falsePositives' : 'trueNegatives']++;
      if (detected) score += values[row]!;
    }
  }
  let detectedWindows = 0;
  for (const value of best) {
    if (value === null) continue;
    if (value > Number.NEGATIVE_INFINITY) detectedWindows++;
    score += value > Number.NEGATIVE_INFINITY ? value : -profile.falseNegative;
  }
  return { file, score, windows: windows.length, detectedWindows, ...rows };
}

/** NaN is neither above nor below a threshold: it would pass as "nothing detected". */
export function assertScores({ file, scores }: NabSeries): void {
  const row = scores.findIndex((score) => !Number.isFinite(score));
  if (row >= 0) throw new Error(`${file} row ${row + 1}: score ${scores[row]} is not finite`);
}
