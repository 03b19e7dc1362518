import { inWaitingOrder, type Wait } from './kaplan-meier.ts';
import { firstPageMs } from './matching.ts';
import type { Judged } from './metric.ts';
import { wholeOf } from './stretch.ts';

export interface DetectionWait extends Wait {
  /** Which of the blocks the incident belongs to. */
  readonly block: number;
}

/**
 * One wait per incident, in waiting order. The clock starts with the incident, or with the first counted row where that
 * is later. A miss is censored when the incident ends.
 * @param signed a page before the start waits less than nothing; otherwise it waits 0
 */
export function detectionWaits(blocks: readonly Judged[], { signed = false } = {}): DetectionWait[] {
  const waits = blocks.flatMap((judged, block) => {
    const { timestampsMs, fromRow } = wholeOf(judged);
    const firstMs = timestampsMs[fromRow] ?? Number.NEGATIVE_INFINITY;
    return judged.incidents.map((incident): DetectionWait => {
      const clockStartMs = Math.max(incident.startMs, firstMs);
      const pagedMs = firstPageMs(judged, incident);
      if (pagedMs === null) return { ms: incident.endMs - clockStartMs, detected: false, block };
      const ms = pagedMs - clockStartMs;
      return { ms: signed ? ms : Math.max(0, ms), detected: true, block };
    });
  });
  return waits.sort(inWaitingOrder);
}
