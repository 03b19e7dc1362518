import { readingOf, resultOf } from '../../record/lookup.ts';
import type { RunRecord } from '../../record/schema.ts';
import { metricShort } from '../format.ts';
import { primaryCard } from '../verdict-sentence.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

/** The primary metric and the number of alerts, recording by recording. */
export function recordingSection(record: RunRecord): string {
  const card = primaryCard(record);
  const names = record.plan.contenders.map(({ name }) => name);
  const results = names.map((name) => resultOf(record, 'accuracy', name)?.perRecording ?? []);
  const recordings = [...new Set(results.flatMap((perRecording) => perRecording.map(({ recording }) => recording)))];
  if (recordings.length === 0) return '';
  const rows = recordings.map((id) => {
    const incidents = record.plan.dataset.recordings.find((recording) => recording.id === id)?.incidents.length ?? 0;
    const cells = results.map((perRecording) => {
      const result = perRecording.find(({ recording }) => recording === id);
      if (result === undefined) return 'n/a';
      return `${metricShort(readingOf(result.metrics, card.id), card)} (${result.alerts.length})`;
    });
    return [md(id), String(incidents), ...cells.map(md)];
  });
  const head = ['', 'incidents', ...names.map(md)];
  return `## Recording by recording\n\n${md(card.title)}, and in brackets the number of alerts.\n\n${mdTable(head, rows, 1)}`;
}
