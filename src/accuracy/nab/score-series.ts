import type { NabProfile } from './profiles.ts';
import { nabRowValue, type RowWindow } from './row-values.ts';
import { countedSegments } from './segments.ts';

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

/** Values of detected rows outside windows, plus for each window the best of its detected rows or the cost of a miss. */
export function scoreSeries(series: NabSeries, profile: NabProfile, threshold: number): NabFileScore {
  assertScores(series);
  const { file, scores, windows, probationRows } = series;
  let [score, detectedWindows, detectedInside, detectedOutside, inside, outside] = [0, 0, 0, 0, 0, 0];
  for (const segment of countedSegments(scores.length, windows, probationRows)) {
    let best = Number.NEGATIVE_INFINITY;
    let detected = 0;
    for (let row = segment.fromRow; row < segment.toRow; row++) {
      if (!(scores[row]! >= threshold)) continue;
      detected++;
      const value = nabRowValue(row, segment, profile);
      if (segment.window < 0) score += value;
      else if (value > best) best = value;
    }
    const rows = segment.toRow - segment.fromRow;
    if (segment.window < 0) {
      outside += rows;
      detectedOutside += detected;
    } else {
      inside += rows;
      detectedInside += detected;
      detectedWindows += detected > 0 ? 1 : 0;
      score += detected > 0 ? best : -profile.falseNegative;
    }
  }
  return {
    file,
    score,
    windows: windows.length,
    detectedWindows,
    truePositives: detectedInside,
    trueNegatives: outside - detectedOutside,
    falsePositives: detectedOutside,
    falseNegatives: inside - detectedInside,
  };
}

/** NaN is neither above nor below a threshold: it would pass as "nothing detected". */
export function assertScores({ file, scores }: NabSeries): void {
  for (let row = 0; row < scores.length; row++) {
    if (!Number.isFinite(scores[row]!)) throw new Error(`${file} row ${row + 1}: score ${scores[row]} is not finite`);
  }
}
