import type { Incident } from '../../telemetry/recording.ts';
import type { Judged } from '../metric.ts';
import { wholeOf } from '../stretch.ts';
import type { RowWindow } from './row-values.ts';

export interface JudgedWindows {
  /** All windows of the recording, also those of neighbouring stretches: a false alarm just after one costs less. */
  readonly windows: readonly RowWindow[];
  /** Which of them this stretch answers for. */
  readonly counted: ReadonlySet<number>;
  /** Incidents of this stretch that lie between two rows: nothing can detect them, and they count as windows. */
  readonly withoutRows: number;
}

/** Incidents as windows of rows; ones that share a row become one window, as NAB joins its own. */
export function judgedWindows(judged: Judged): JudgedWindows {
  const own = new Set<Incident>(judged.incidents);
  const { incidents, timestampsMs } = wholeOf(judged);
  const windows: RowWindow[] = [];
  const counted = new Set<number>();
  let withoutRows = 0;
  const inRows = incidents
    .map((incident) => ({ incident, ...rowsOf(incident, timestampsMs) }))
    .sort((a, b) => a.firstRow - b.firstRow);
  for (const { incident, firstRow, lastRow } of inRows) {
    const previous = windows.at(-1);
    if (lastRow < firstRow) withoutRows += own.has(incident) ? 1 : 0;
    else if (previous !== undefined && firstRow <= previous.lastRow) {
      windows[windows.length - 1] = { ...previous, lastRow: Math.max(previous.lastRow, lastRow) };
    } else {
      windows.push({ firstRow, lastRow });
      if (own.has(incident)) counted.add(windows.length - 1);
    }
  }
  return { windows, counted, withoutRows };
}

const ROWS = new WeakMap<Incident, { readonly timestampsMs: Float64Array; readonly rows: RowWindow }>();

/** Once an incident: a threshold is searched by judging the same recording thousands of times. */
function rowsOf(incident: Incident, timestampsMs: Float64Array): RowWindow {
  const before = ROWS.get(incident);
  if (before?.timestampsMs === timestampsMs) return before.rows;
  const rows = findRows(incident, timestampsMs);
  ROWS.set(incident, { timestampsMs, rows });
  return rows;
}

/**
 * NAB's windows name times of rows, and repeated times mean their first row. Where no row has the very time, the rows
 * in between.
 */
function findRows({ startMs, endMs }: Incident, timestampsMs: Float64Array): RowWindow {
  const startRow = timestampsMs.indexOf(startMs);
  const endRow = timestampsMs.indexOf(endMs);
  const firstAfter = timestampsMs.findIndex((ms) => ms >= startMs);
  return {
    firstRow: startRow >= 0 ? startRow : firstAfter >= 0 ? firstAfter : timestampsMs.length,
    lastRow: endRow >= 0 ? endRow : timestampsMs.findLastIndex((ms) => ms <= endMs),
  };
}
