import type { Alert } from '../replay/alert-policy.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { labelRows } from '../telemetry/label-rows.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import type { Judged } from './metric.ts';
import type { Tolerance } from './tolerance.ts';

export interface JudgeInput {
  readonly labelled: LabelledRecording;
  readonly trace: ScoreTrace;
  /** Of the whole recording, also those raised before `fromRow`. */
  readonly alerts: readonly Alert[];
  readonly threshold: number;
  /** First row that counts. */
  readonly fromRow: number;
  readonly tolerance?: Tolerance;
}

/**
 * What was true and what was said, side by side. Incidents and look-alikes that were over before the first counted row
 * are left out; an incident that was still going on there is kept. An alert that began before it counts as no page, but
 * as time in alarm for as long as it is up.
 */
export function toJudged({ labelled, trace, alerts, threshold, fromRow, tolerance }: JudgeInput): Judged {
  const { timestampsMs } = trace;
  const firstMs = timestampsMs[fromRow] ?? Number.POSITIVE_INFINITY;
  const counts = ({ endMs }: { readonly endMs: number }) => endMs >= firstMs;
  const incidents = labelled.incidents.filter(counts);
  return {
    recordingId: trace.recordingId,
    timestampsMs,
    labels: labelsOf(labelled),
    scores: trace.scores,
    threshold,
    fromRow,
    incidents,
    benign: labelled.benign.filter(counts),
    ...(tolerance !== undefined && { tolerance }),
    alerts: alerts.filter(({ startRow }) => startRow >= fromRow),
    alreadyUp: alerts.filter(({ startRow, endRow }) => startRow < fromRow && endRow >= fromRow),
  };
}

const LABELS = new WeakMap<LabelledRecording, Uint8Array>();

/** Once a recording: a threshold is searched by judging the same one thousands of times. */
function labelsOf(labelled: LabelledRecording): Uint8Array {
  const before = LABELS.get(labelled);
  if (before !== undefined) return before;
  const labels = labelRows(labelled.recording, labelled.incidents);
  LABELS.set(labelled, labels);
  return labels;
}
