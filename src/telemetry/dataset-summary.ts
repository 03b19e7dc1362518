import type { Dataset, DatasetRecording, Role } from './dataset.ts';
import { type RawSeriesSummary, summariseRawSeries } from './raw-series-summary.ts';
import { channelName, samplingStepMs } from './recording.ts';

/** What a person wants to know of a recording before trusting it. */
export interface RecordingSummary {
  readonly id: string;
  readonly role: Role;
  readonly rows: number;
  /** Rows that count, from `scoredFromRow` on. */
  readonly scoredRows: number;
  readonly channels: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
  /** Median time between rows; null for a single row. */
  readonly stepMs: number | null;
  /** Times between rows that are longer than one and a half steps. */
  readonly gaps: number;
  readonly repeatedTimes: number;
  readonly backwardSteps: number;
  readonly missingReadings: number;
  readonly incidentsByKind: Readonly<Record<string, number>>;
  readonly benignByKind: Readonly<Record<string, number>>;
  /** Of what the monitoring system itself stored; null where the recording comes without. */
  readonly rawSeries: RawSeriesSummary | null;
}

export interface DatasetSummary {
  readonly name: string;
  readonly title: string;
  readonly licence: string;
  readonly digest: string;
  readonly recordings: readonly RecordingSummary[];
}

export function summariseDataset({ name, title, licence, digest, recordings }: Dataset): DatasetSummary {
  return { name, title, licence, digest, recordings: recordings.map(summariseRecording) };
}

const A_GAP_IN_STEPS = 1.5;

function summariseRecording({ recording, role, scoredFromRow, incidents, benign }: DatasetRecording): RecordingSummary {
  const { id, channels, timestampsMs, columns } = recording;
  const stepMs = samplingStepMs(recording);
  let [gaps, repeatedTimes, backwardSteps] = [0, 0, 0];
  for (let row = 1; row < timestampsMs.length; row++) {
    const elapsedMs = timestampsMs[row]! - timestampsMs[row - 1]!;
    if (elapsedMs > A_GAP_IN_STEPS * stepMs) gaps++;
    if (elapsedMs === 0) repeatedTimes++;
    if (elapsedMs < 0) backwardSteps++;
  }
  return {
    id,
    role,
    rows: timestampsMs.length,
    scoredRows: timestampsMs.length - scoredFromRow,
    channels: channels.map(channelName),
    startMs: timestampsMs[0]!,
    endMs: timestampsMs[timestampsMs.length - 1]!,
    stepMs: Number.isNaN(stepMs) ? null : stepMs,
    gaps,
    repeatedTimes,
    backwardSteps,
    missingReadings: columns.reduce((sum, column) => sum + column.filter(Number.isNaN).length, 0),
    incidentsByKind: countKinds(incidents),
    benignByKind: countKinds(benign),
    rawSeries: recording.series === undefined ? null : summariseRawSeries(recording.series),
  };
}

function countKinds(events: readonly { readonly kind: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of events.map((event) => event.kind).sort()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
