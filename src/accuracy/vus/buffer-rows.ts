import type { Runs } from '../series/runs.ts';

/** Rows outside every event that lie near one, with how near. */
export interface BufferRows {
  /** In order of time. */
  readonly rows: Int32Array;
  /** Rows to the nearest event's nearest row: 1 for a neighbour. */
  readonly nearest: Int32Array;
  /** The same for the second nearest event; `FAR` where there is none. */
  readonly secondNearest: Int32Array;
}

export const FAR = 0x7fffffff;

/** All rows at most `reach` rows from an event. */
export function bufferRowsOf(events: Runs, rowCount: number, reach: number): BufferRows {
  const { count, starts, ends } = events;
  const startOf = (event: number) => (event < count ? starts[event]! : FAR);
  let found = 0;
  const rows = new Int32Array(Math.min(rowCount - events.rows, 2 * reach * count));
  const nearest = new Int32Array(rows.length);
  const secondNearest = new Int32Array(rows.length);
  for (let gap = 0; gap <= count; gap++) {
    const left = gap - 1; // the event before the gap
    const from = left < 0 ? 0 : ends[left]! + 1;
    const to = gap < count ? starts[gap]! : rowCount;
    const leftEnd = from + reach; // beyond it and before `rightStart` no event is near
    const rightStart = gap < count ? to - reach : to;
    for (let row = left < 0 ? Math.max(0, rightStart) : from; row < to; row++) {
      if (left >= 0 && row >= leftEnd && row < rightStart) row = rightStart;
      if (row >= to) break;
      const before = left < 0 ? FAR : row - ends[left]!;
      const after = gap < count ? to - row : FAR;
      const beforeThat = left < 1 ? FAR : row - ends[left - 1]!;
      const afterThat = gap + 1 < count ? startOf(gap + 1) - row : FAR;
      rows[found] = row;
      nearest[found] = Math.min(before, after);
      secondNearest[found++] = Math.min(Math.max(before, after), beforeThat, afterThat);
    }
  }
  return {
    rows: rows.subarray(0, found),
    nearest: nearest.subarray(0, found),
    secondNearest: secondNearest.subarray(0, found),
  };
}
