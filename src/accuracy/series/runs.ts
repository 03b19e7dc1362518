/** Maximal runs of ones, in order. */
export interface Runs {
  readonly count: number;
  /** First row of each run. */
  readonly starts: Int32Array;
  /** Last row of each run; it belongs to the run. */
  readonly ends: Int32Array;
  /** Rows in all runs together. */
  readonly rows: number;
}

/** @param flags one per row, 0 or 1 */
export function runsOf(flags: Uint8Array): Runs {
  let count = 0;
  let rows = 0;
  for (let row = 0; row < flags.length; row++) {
    rows += flags[row]!;
    if (flags[row] === 1 && (row === 0 || flags[row - 1] === 0)) count++;
  }
  const starts = new Int32Array(count);
  const ends = new Int32Array(count);
  let run = -1;
  for (let row = 0; row < flags.length; row++) {
    if (flags[row] === 0) continue;
    if (row === 0 || flags[row - 1] === 0) starts[++run] = row;
    ends[run] = row;
  }
  return { count, starts, ends, rows };
}

export const runLength = ({ starts, ends }: Runs, run: number): number => ends[run]! - starts[run]! + 1;

/** Number of the run each row lies in; -1 outside all. */
export function runOfRow({ count, starts, ends }: Runs, length: number): Int32Array {
  const runOf = new Int32Array(length).fill(-1);
  for (let run = 0; run < count; run++) runOf.fill(run, starts[run]!, ends[run]! + 1);
  return runOf;
}
