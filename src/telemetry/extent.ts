import type { Recording } from './recording.ts';

/** First and last time of a recording; null where it could not be read, so that nothing can be held against it. */
export type Extent = { readonly startMs: number; readonly endMs: number } | null;

/** By value, not by position: some recordings step back in time. */
export function extentOf(recording: Recording | null | undefined): Extent {
  if (recording === null || recording === undefined) return null;
  let [startMs, endMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const ms of recording.timestampsMs) {
    startMs = Math.min(startMs, ms);
    endMs = Math.max(endMs, ms);
  }
  return { startMs, endMs };
}
