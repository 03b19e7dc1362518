import type { Runs } from '../series/runs.ts';

/** What a predicted row outside the events is worth under one pair of buffers. */
export interface BufferWeights {
  /** Share of the row that counts as true. */
  readonly weights: Float64Array;
  /** Event whose early buffer the row lies in; -1 elsewhere. It counts only once that event is hit. */
  readonly earlyFor: Int32Array;
}

/**
 * The late buffer follows an event, `late` rows long or up to the next event; the early buffer precedes it, `early`
 * rows long or from where the late buffer before it ends. Weights fall with the mean distance to the rows of the event,
 * to 0 at the far end of the buffer.
 */
export function bufferWeights(
  { count, starts, ends }: Runs,
  rowCount: number,
  { early, late }: { readonly early: number; readonly late: number },
): BufferWeights {
  const weights = new Float64Array(rowCount);
  const earlyFor = new Int32Array(rowCount).fill(-1);
  let lateEnd = -1; // of the event before
  for (let event = 0; event < count; event++) {
    const start = starts[event]!;
    const end = ends[event]!;
    const middle = (start + end) / 2;
    const earlyStart = Math.max(0, start - early, lateEnd + 1);
    for (let row = earlyStart; row < start; row++) {
      weights[row] = 1 - (middle - row) / (middle - earlyStart);
      earlyFor[row] = event;
    }
    lateEnd = Math.min(end + late, (event + 1 < count ? starts[event + 1]! : rowCount) - 1);
    for (let row = end + 1; row <= lateEnd; row++) weights[row] = 1 - (row - middle) / (lateEnd - middle);
  }
  return { weights, earlyFor };
}

/** Buffer sizes from 0 (or the first step) to `largest` in even steps, cut to whole rows. */
export function bufferSizes(largest: number, splits: number, includeZero: boolean): number[] {
  const first = includeZero ? 0 : largest / splits;
  const steps = includeZero ? splits : splits - 1;
  const step = steps === 0 ? 0 : (largest - first) / steps;
  return Array.from({ length: steps + 1 }, (_, i) => (i === steps ? largest : Math.floor(i * step + first)));
}
