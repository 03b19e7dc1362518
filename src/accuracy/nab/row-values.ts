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

/**
 * Value of a detection on a row. Inside a window: the full weight on its first row, falling towards its end. Outside:
 * the cost of a false detection, forgiven just after a window and full again three window widths later; full where no
 * window came before. Positions are rows, never elapsed time; the width is w inside and w - 1 outside, so after a
 * window of one row the cost is full at once.
 *
 * Source: Lavin and Ahmad, Evaluating Real-time Anomaly Detection Algorithms, ICMLA 2015; numenta/NAB, nab/sweeper.py.
 * @param position which window the row lies in, or else the last one before it
 */
export function nabRowValue(row: number, { inside, previous }: RowPosition, profile: NabProfile): number {
  if (inside !== undefined) {
    const width = inside.lastRow - inside.firstRow + 1;
    return (profile.truePositive * shape(-(inside.lastRow - row + 1) / width)) / SHAPE_AT_START;
  }
  if (previous === undefined) return -profile.falsePositive;
  const widthLessOne = previous.lastRow - previous.firstRow;
  return profile.falsePositive * shape((row - previous.lastRow) / widthLessOne);
}

export interface RowPosition {
  readonly inside?: RowWindow | undefined;
  readonly previous?: RowWindow | undefined;
}

/** What a detection on each row is worth, and the window the row lies in. */
export interface RowValues {
  readonly values: Float64Array;
  /** Index of the window; -1 outside all. */
  readonly windowOf: Int32Array;
}

/** @param windows in order of rows, not overlapping */
export function nabRowValues(rows: number, windows: readonly RowWindow[], profile: NabProfile): RowValues {
  const values = new Float64Array(rows);
  const windowOf = new Int32Array(rows).fill(-1);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    const window = windows[next];
    const inside = window !== undefined && row >= window.firstRow ? window : undefined;
    values[row] = nabRowValue(row, { inside, previous: windows[next - 1] }, profile);
    if (inside === undefined) continue;
    windowOf[row] = next;
    if (row === inside.lastRow) next++;
  }
  return { values, windowOf };
}
