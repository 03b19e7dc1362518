import type { NabProfile } from './profiles.ts';

/** Rows of an anomaly window; both ends belong to it. */
export interface RowWindow {
  readonly firstRow: number;
  readonly lastRow: number;
}

/** Rows at the start of a file of that length that count for nothing. Source: numenta/NAB, nab/util.py. */
export const probationRows = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750);

/** Falls from almost 1 far ahead of 0 to almost -1 behind it; beyond 3 it is -1 exactly. */
const shape = (x: number): number => (x > 3 ? -1 : 2 / (1 + Math.exp(5 * x)) - 1);
const SHAPE_AT_START = shape(-1);

/** What a detection on a row is worth, and the window the row belongs to. */
export interface RowValues {
  readonly values: Float64Array;
  /** Index of the window the row lies in; -1 outside all. */
  readonly windowOf: Int32Array;
}

/**
 * Value of a detection on each row. Inside a window: the full weight on its first row, falling towards its end.
 * Outside: the cost of a false detection, forgiven just after a window and full again three window widths later; full
 * where no window came before. Positions are rows, never elapsed time; the width is w inside and w - 1 outside, so
 * after a window of one row the cost is full at once.
 *
 * Source: Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms, ICMLA 2015; numenta/NAB, nab/sweeper.py.
 * @param windows in order of rows, not overlapping
 */
export function nabRowValues(rows: number, windows: readonly RowWindow[], profile: NabProfile): RowValues {
  const values = new Float64Array(rows);
  const windowOf = new Int32Array(rows).fill(-1);
  let next = 0;
  let previous: RowWindow | undefined;
  for (let row = 0; row < rows; row++) {
    const window = windows[next];
    if (window !== undefined && row >= window.firstRow) {
      const width = window.lastRow - window.firstRow + 1;
      windowOf[row] = next;
      values[row] = (profile.truePositive * shape(-(window.lastRow - row + 1) / width)) / SHAPE_AT_START;
      if (row === window.lastRow) {
        previous = window;
        next++;
      }
    } else if (previous === undefined) values[row] = -profile.falsePositive;
    else {
      const widthLessOne = previous.lastRow - previous.firstRow;
      values[row] = profile.falsePositive * shape((row - previous.lastRow) / widthLessOne);
    }
  }
  return { values, windowOf };
}
