import type { Judged } from './metric.ts';
import { countedRows } from './stretch.ts';

/** A gap longer than this many sampling steps is a hole: nobody was watching in it. */
const LONGEST_GAP_STEPS = 10;

/**
 * Time the counted rows stand for: each row lasts until the next one (the last row of a recording: one sampling step),
 * at most ten sampling steps. Stretches of one recording add up to the whole. 0 where there are fewer than two rows.
 */
export function scoredMs(judged: Judged): number {
  const { from, to } = countedRows(judged);
  const stepMs = medianGapMs(judged.timestampsMs);
  let totalMs = 0;
  for (let row = from; row < to; row++) {
    const nextMs = judged.timestampsMs[row + 1];
    const gapMs = nextMs === undefined ? stepMs : nextMs - judged.timestampsMs[row]!;
    totalMs += Math.min(Math.max(gapMs, 0), LONGEST_GAP_STEPS * stepMs);
  }
  return totalMs;
}

const known = new WeakMap<Float64Array, number>();

/** Median of the positive gaps between neighbouring rows; 0 when there is none. */
function medianGapMs(timestampsMs: Float64Array): number {
  const before = known.get(timestampsMs);
  if (before !== undefined) return before;
  const gapsMs = timestampsMs
    .subarray(1)
    .map((ms, i) => ms - timestampsMs[i]!)
    .filter((gapMs) => gapMs > 0);
  // Most recordings are regular, and then there is nothing to sort.
  if (!gapsMs.every((gapMs) => gapMs === gapsMs[0])) gapsMs.sort();
  const medianMs = gapsMs[gapsMs.length >> 1] ?? 0;
  known.set(timestampsMs, medianMs);
  return medianMs;
}
