/** Median of the positive gaps between readings, in ms; NaN when there is none. Repeated and late times have no gap. */
export function medianGapMs(times: readonly number[]): number {
  const gaps: number[] = [];
  for (let i = 1; i < times.length; i++) {
    const gap = times[i]! - times[i - 1]!;
    if (gap > 0) gaps.push(gap);
  }
  gaps.sort((a, b) => a - b);
  const half = gaps.length >> 1;
  if (gaps.length % 2 === 1) return gaps[half]!;
  return gaps.length === 0 ? Number.NaN : (gaps[half - 1]! + gaps[half]!) / 2;
}
