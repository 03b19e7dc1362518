import type { Protocol } from '../record/schema.ts';
import type { Assignment, WatchTask } from '../replay/assignment.ts';
import type { Dataset, DatasetRecording } from '../telemetry/dataset.ts';
import { type LabelledRecording, sliceRows } from '../telemetry/recording.ts';

/** `leave-one-out` where recordings carry their own learning part, else `split`. */
export function protocolOf(dataset: Dataset): Protocol {
  return dataset.recordings.some(({ role }) => role === 'train-then-test')
    ? { kind: 'leave-one-out', foldedBy: 'recording' }
    : { kind: 'split' };
}

/** Who learns from what and is judged on what: one assignment under `split`, one per recording under `leave-one-out`. */
export function assignmentsOf(dataset: Dataset, protocol: Protocol): Assignment[] {
  if (protocol.kind === 'leave-one-out') {
    return dataset.recordings
      .filter(({ role }) => role === 'train-then-test')
      .map((entry) => ({
        train: [learningPart(entry)],
        tune: [],
        judged: [watchTask(entry, protocol.foldedBy === 'group' ? entry.group : entry.recording.id)],
      }));
  }
  const withRole = (role: DatasetRecording['role']) => dataset.recordings.filter((entry) => entry.role === role);
  return [
    {
      train: withRole('train'),
      tune: withRole('validation').map((entry) => watchTask(entry, entry.group)),
      judged: withRole('test').map((entry) => watchTask(entry, entry.group)),
    },
  ];
}

/** All of a plan's recordings, those that the first assignment is learned from and judged on, or the first that it is judged on. */
export type PlanPart = 'all' | 'first-assignment' | 'first-judged';

/** Ids of the recordings that a part of the plan is about. */
export function recordingsOfPart(
  all: readonly { readonly id: string; readonly role: DatasetRecording['role'] }[],
  protocol: Protocol,
  part: Exclude<PlanPart, 'all'>,
): ReadonlySet<string> {
  const withRoles = (...roles: readonly DatasetRecording['role'][]) => all.filter(({ role }) => roles.includes(role));
  const isWhole = protocol.kind === 'split' && part === 'first-assignment';
  const recordings = isWhole
    ? withRoles('train', 'test')
    : withRoles(protocol.kind === 'split' ? 'test' : 'train-then-test').slice(0, 1);
  return new Set(recordings.map(({ id }) => id));
}

function watchTask(entry: DatasetRecording, group: string): WatchTask {
  return { labelled: entry, fromRow: entry.scoredFromRow, group };
}

/** The rows before the first judged one; incidents that reach into the judged part are the judged part's. */
function learningPart({ recording, incidents, benign, scoredFromRow }: DatasetRecording): LabelledRecording {
  const train = sliceRows(recording, 0, scoredFromRow);
  const endMs = recording.timestampsMs[scoredFromRow] ?? Number.POSITIVE_INFINITY;
  return {
    recording: train,
    incidents: incidents.filter((incident) => incident.endMs < endMs),
    benign: benign.filter((event) => event.endMs < endMs),
  };
}
