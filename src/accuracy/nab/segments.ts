import type { RowWindow } from './row-values.ts';

/** A run of counted rows that lie in one window, or in none. */
export interface Segment {
  readonly fromRow: number;
  /** First row after the run. */
  readonly toRow: number;
  /** Index of the window; -1 outside all. */
  readonly window: number;
  readonly inside: RowWindow | undefined;
  /** Last window before the run. */
  readonly previous: RowWindow | undefined;
}

/**
 * The counted rows as runs, in order: what is asked once a run need not be asked on every row.
 * @param windows in order of rows, not overlapping
 */
export function countedSegments(rows: number, windows: readonly RowWindow[], probationRows: number): Segment[] {
  const segments: Segment[] = [];
  const add = (fromRow: number, toRow: number, window: number, previous: RowWindow | undefined) => {
    const from = Math.max(fromRow, probationRows);
    if (from < toRow) segments.push({ fromRow: from, toRow, window, inside: windows[window], previous });
  };
  let row = 0;
  windows.forEach(({ firstRow, lastRow }, window) => {
    add(row, firstRow, -1, windows[window - 1]);
    add(firstRow, lastRow + 1, window, windows[window - 1]);
    row = lastRow + 1;
  });
  add(row, rows, -1, windows[windows.length - 1]);
  return segments;
}
