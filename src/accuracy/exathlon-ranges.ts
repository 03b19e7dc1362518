import type { Judged } from './metric.ts';
import { rowsWithin } from './row-search.ts';
import { countedRows, wholeOf } from './stretch.ts';

/** Rows of a run; both ends belong to it. */
export interface RowRange {
  readonly firstRow: number;
  readonly lastRow: number;
}

export function sharedRows(one: RowRange, other: RowRange): RowRange | null {
  const firstRow = Math.max(one.firstRow, other.firstRow);
  const lastRow = Math.min(one.lastRow, other.lastRow);
  return firstRow <= lastRow ? { firstRow, lastRow } : null;
}

/** Does the stretch count what begins on that row? */
export function isIn(block: Judged, row: number): boolean {
  const { from, to } = countedRows(block);
  return row >= from && row < to;
}

interface Ranges {
  /** Counted rows of each incident; null: it lies between two rows. */
  readonly incidents: ReadonlyMap<Judged['incidents'][number], RowRange | null>;
  /** Runs of counted rows in alarm, also of alerts that went up before the first counted row. */
  readonly alarms: readonly RowRange[];
}

/** The stretches of a recording share its ranges. */
const known = new WeakMap<Judged, Ranges>();

export function rangesOf(block: Judged): Ranges {
  const whole = wholeOf(block);
  const ranges = known.get(whole) ?? {
    incidents: new Map(whole.incidents.map((incident) => [incident, rowsOf(incident, whole)] as const)),
    alarms: alarmRanges(whole),
  };
  known.set(whole, ranges);
  return ranges;
}

function rowsOf(incident: Judged['incidents'][number], { timestampsMs, fromRow }: Judged): RowRange | null {
  const rows = rowsWithin(timestampsMs, incident).filter((row) => row >= fromRow);
  return rows.length === 0 ? null : { firstRow: rows[0]!, lastRow: rows[rows.length - 1]! };
}

function alarmRanges(whole: Judged): RowRange[] {
  const { from, to } = countedRows(whole);
  return [...whole.alreadyUp, ...whole.alerts]
    .flatMap(({ spans }) => spans)
    .map(({ startRow, endRow }) => ({ firstRow: Math.max(startRow, from), lastRow: Math.min(endRow, to - 1) }))
    .filter(({ firstRow, lastRow }) => firstRow <= lastRow);
}
