/** How many of the ascending times are at or before that one: the index of the first one after it. */
export function countUpTo(timesMs: Float64Array, untilMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timesMs[middle]! <= untilMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
