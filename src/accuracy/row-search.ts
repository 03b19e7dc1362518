/** Times as recorded may repeat or go back; only where they never go back may a search jump. Checked once a recording. */
const known = new WeakMap<Float64Array, boolean>();

export function neverGoesBack(timestampsMs: Float64Array): boolean {
  const before = known.get(timestampsMs);
  if (before !== undefined) return before;
  let sorted = true;
  for (let row = 1; sorted && row < timestampsMs.length; row++) sorted = timestampsMs[row]! >= timestampsMs[row - 1]!;
  known.set(timestampsMs, sorted);
  return sorted;
}

/** First row at or after the time; the number of rows where there is none. */
export function firstRowFrom(timestampsMs: Float64Array, ms: number): number {
  if (!neverGoesBack(timestampsMs)) {
    const row = timestampsMs.findIndex((at) => at >= ms);
    return row >= 0 ? row : timestampsMs.length;
  }
  let low = 0;
  let high = timestampsMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timestampsMs[middle]! < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows whose time lies in the stretch, both ends inside, in the order recorded. */
export function rowsWithin(
  timestampsMs: Float64Array,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): number[] {
  const rows: number[] = [];
  const sorted = neverGoesBack(timestampsMs);
  for (let row = sorted ? firstRowFrom(timestampsMs, startMs) : 0; row < timestampsMs.length; row++) {
    const ms = timestampsMs[row]!;
    if (ms >= startMs && ms <= endMs) rows.push(row);
    else if (sorted && ms > endMs) break;
  }
  return rows;
}
