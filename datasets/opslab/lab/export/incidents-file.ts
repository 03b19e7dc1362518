import type { Recording } from '../../../../src/telemetry/recording.ts';
import { formatTime } from '../../../../src/telemetry/time-text.ts';
import { type LabelledEvent, labelRun } from '../truth/label.ts';
import type { Recorded } from '../truth/recorded.ts';
import { shownBy } from '../truth/shown-by.ts';
import { truthWithin } from '../truth/truth-seconds.ts';

/** Undisturbed this long after whatever was before. */
const SETTLED_MS = 15_000;
/** Quiet time to compare with. */
const QUIET_MS = 60_000;

/** Both lists of an incidents file, for one recording. */
export function incidentEntries(recording: Recording, recorded: Recorded) {
  const truth = truthWithin(recorded, recording.timestampsMs[0]!, recording.timestampsMs.at(-1)!);
  const labels = labelRun(recording.id, recorded.switches, truth);
  const all = [...labels.incidents, ...labels.benign];
  const disturbed = all.map(({ startMs, endMs, switched }) => ({
    fromMs: Math.min(startMs, switched?.onMs ?? startMs),
    toMs: Math.max(endMs, switched?.offMs ?? endMs) + SETTLED_MS,
  }));
  const isQuiet = (ms: number): boolean => disturbed.every(({ fromMs, toMs }) => ms < fromMs || ms > toMs);
  const entry = (event: LabelledEvent) => {
    const { id, kind, startMs, endMs, strength, basis, switched } = event;
    const beganMs = Math.min(startMs, switched?.onMs ?? startMs);
    const lastEndMs = Math.max(0, ...disturbed.filter(({ fromMs }) => fromMs < beganMs).map(({ toMs }) => toMs));
    const quietFromMs = Math.min(Math.max(beganMs - QUIET_MS, lastEndMs), beganMs - SETTLED_MS);
    return {
      id,
      recording: recording.id,
      start: formatTime(startMs),
      end: formatTime(endMs),
      kind,
      ...(strength !== null && { strength }),
      ...(basis !== null && { basis }),
      ...(switched !== null && { switched: { on: formatTime(switched.onMs), off: formatTime(switched.offMs) } }),
      // The quiet time ends where the fault was thrown, not where it hurt.
      shownBy: shownBy(recording, { startMs: beganMs, endMs, quietFromMs }, isQuiet),
    };
  };
  return { incidents: labels.incidents.map(entry), benign: labels.benign.map(entry) };
}
