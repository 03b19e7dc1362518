import { formatDuration } from '../duration.ts';
import type { DatasetSummary, RecordingSummary } from '../telemetry/dataset-summary.ts';
import type { RawSeriesSummary } from '../telemetry/raw-series-summary.ts';
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
    ...(recording.rawSeries === null ? [] : rawSeriesLines(recording.rawSeries)),
    `    incidents: ${kinds(recording.incidentsByKind)}; look-alikes: ${kinds(recording.benignByKind)}`,
  ];
}

function rawSeriesLines(raw: RawSeriesSummary): string[] {
  const { scrapeStepMs: step } = raw;
  const every =
    step === null
      ? 'never scraped twice'
      : `scraped every ${Math.round(step.median)} ms (99 % within ${Math.round(step.p99)} ms, longest ${Math.round(step.longest)} ms)`;
  const oddities = [
    count(raw.scrapeGaps, 'gap'),
    count(raw.failedScrapes, 'failed scrape'),
    count(raw.counterResets, 'counter reset'),
    count(raw.staleMarkers, 'staleness marker'),
    count(raw.alertsFired, 'alert that fired', 'alerts that fired'),
  ];
  return [
    `    raw: ${count(raw.series, 'series', 'series')}, ${count(raw.samples, 'sample')}, ${count(raw.targets, 'target')} ${every}`,
    `    raw: ${oddities.join(', ')}`,
  ];
}

const count = (amount: number, word: string, plural = `${word}s`) => `${amount} ${amount === 1 ? word : plural}`;

const kinds = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([kind, amount]) => `${kind} ${amount}`)
    .join(', ') || 'none';
