import type { Judged } from './metric.ts';

/** First row of a stretch that counts, and the first one after it that no longer does. */
export function countedRows(judged: Judged): { readonly from: number; readonly to: number } {
  return { from: judged.fromRow, to: judged.toRow ?? judged.timestampsMs.length };
}

export function countedRowCount(judged: Judged): number {
  const { from, to } = countedRows(judged);
  return Math.max(0, to - from);
}

/** The recording a stretch was cut from; a whole recording is its own. */
export const wholeOf = (judged: Judged): Judged => judged.whole ?? judged;
