import { resultOf } from '../record/lookup.ts';
import type { RecordedAlert, RecordingInfo, RecordingResult, RunRecord } from '../record/schema.ts';

/** What the side that stayed quiet said meanwhile. */
export type Quiet =
  /** Highest score of the thinned curve in that stretch, held against the threshold it did not reach for long enough. */
  { readonly kind: 'scored'; readonly peakScore: number; readonly threshold: number } | { readonly kind: 'abstained' };

/** One place where one of two contenders was right or spoke up, and the other was not or did not. */
export interface Disagreement {
  readonly kind: 'caught-by-one' | 'false-alarm-of-one';
  readonly recording: string;
  /** Who raised the alert, and who did not. */
  readonly raisedBy: string;
  readonly quiet: string;
  /** The incident that was caught, or null for a false alarm. */
  readonly incident: RecordingInfo['incidents'][number] | null;
  /** First alert of the one side there. */
  readonly alert: RecordedAlert;
  readonly quietSaid: Quiet;
}

/**
 * Where two contenders part, most telling first: incidents only one of them caught, the longest first; then false
 * alarms only one of them raised, the longest first. Same order on every call.
 */
export function disagreementsOf(record: RunRecord, one: string, other: string): Disagreement[] {
  const results = [one, other].map((contender) => resultOf(record, 'accuracy', contender)?.perRecording ?? []);
  const found = results[0]!.flatMap((a) => {
    const b = results[1]!.find(({ recording }) => recording === a.recording);
    const info = record.plan.dataset.recordings.find(({ id }) => id === a.recording);
    if (b === undefined || info === undefined) return [];
    return [...raisedByOne(info, one, a, other, b), ...raisedByOne(info, other, b, one, a)];
  });
  return found.sort(
    (a, b) =>
      Number(a.incident === null) - Number(b.incident === null) ||
      lengthMs(b) - lengthMs(a) ||
      a.alert.startMs - b.alert.startMs ||
      (a.raisedBy < b.raisedBy ? -1 : 1),
  );
}

const lengthMs = ({ incident, alert }: Disagreement): number => (incident ?? alert).endMs - (incident ?? alert).startMs;

function raisedByOne(
  info: RecordingInfo,
  raisedBy: string,
  raised: RecordingResult,
  quiet: string,
  silent: RecordingResult,
): Disagreement[] {
  const both = { recording: info.id, raisedBy, quiet };
  const caught = info.incidents.flatMap((incident): Disagreement[] => {
    const alert = raised.alerts.find(({ incidents }) => incidents.includes(incident.id));
    if (alert === undefined || silent.alerts.some(({ incidents }) => incidents.includes(incident.id))) return [];
    return [{ ...both, kind: 'caught-by-one', incident, alert, quietSaid: saidBetween(silent, incident) }];
  });
  const alone = raised.alerts
    .filter(({ incidents }) => incidents.length === 0)
    .filter((alert) => !silent.alerts.some((theirs) => upTogether(alert, theirs)))
    .map((alert): Disagreement => {
      return { ...both, kind: 'false-alarm-of-one', incident: null, alert, quietSaid: saidBetween(silent, alert) };
    });
  return [...caught, ...alone];
}

/** Both had an alert up at one moment. */
function upTogether(a: RecordedAlert, b: RecordedAlert): boolean {
  return a.spans.some(([from, to]) => b.spans.some(([start, end]) => start <= to && end >= from));
}

/** The curve has a point per bucket of rows, named by its first row: the bucket before the stretch may reach into it. */
function saidBetween(
  { curve, threshold }: RecordingResult,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): Quiet {
  let peakScore: number | null = null;
  curve.scores.forEach((score, i) => {
    const bucketEndMs = curve.timestampsMs[i + 1] ?? Number.POSITIVE_INFINITY;
    if (score === null || curve.timestampsMs[i]! > endMs || bucketEndMs <= startMs) return;
    if (peakScore === null || score > peakScore) peakScore = score;
  });
  return peakScore === null ? { kind: 'abstained' } : { kind: 'scored', peakScore, threshold };
}
