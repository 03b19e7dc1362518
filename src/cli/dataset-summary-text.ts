import { formatDuration } from '../duration.ts';
import type { DatasetSummary, RecordingSummary } from '../telemetry/dataset-summary.ts';
import { formatTime } from '../telemetry/time-text.ts';

/** A few lines per recording; ends with a line end. */
export function datasetSummaryText({ name, title, licence, digest, recordings }: DatasetSummary): string {
  const total = recordings.reduce((sum, { rows }) => sum + rows, 0);
  const lines = [
    `${name}, ${JSON.stringify(title)}, licence ${licence}`,
    `  ${digest}`,
    `  ${count(recordings.length, 'recording')}, ${count(total, 'row')}`,
    ...recordings.flatMap(recordingLines),
  ];
  return `${lines.join('\n')}\n`;
}

function recordingLines(recording: RecordingSummary): string[] {
  const { id, role, rows, scoredRows, channels, startMs, endMs, stepMs } = recording;
  const step = stepMs === null ? 'one row' : `every ${formatDuration(stepMs)}`;
  const scored = scoredRows === rows ? '' : ` (${scoredRows} count)`;
  const oddities = [
    count(recording.gaps, 'gap'),
    count(recording.repeatedTimes, 'repeated time'),
    count(recording.backwardSteps, 'step back', 'steps back'),
    count(recording.missingReadings, 'missing reading'),
  ];
  return [
    `  ${id} [${role}]: ${count(rows, 'row')}${scored}, ${count(channels.length, 'channel')}, ${step}, ${formatTime(startMs)} to ${formatTime(endMs)}`,
    `    ${oddities.join(', ')}`,
    `    incidents: ${kinds(recording.incidentsByKind)}; look-alikes: ${kinds(recording.benignByKind)}`,
  ];
}

const count = (amount: number, word: string, plural = `${word}s`) => `${amount} ${amount === 1 ? word : plural}`;

const kinds = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([kind, amount]) => `${kind} ${amount}`)
    .join(', ') || 'none';
