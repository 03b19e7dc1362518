import { cardOf, readingOf, resultOf } from '../../record/lookup.ts';
import type { AccuracyResult, MetricCard, RunRecord } from '../../record/schema.ts';
import { caughtByKind } from '../../verdict/caught-by-kind.ts';
import { metricShort, metricText, signed } from '../format.ts';
import { PROMISES_ABOUT, promisesOf } from '../promises.ts';
import { thresholdText } from '../threshold-text.ts';
import { primaryCard } from '../verdict-sentence.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

/** Held-out against in-sample, every figure, and who catches which kind of incident. */
export function accuracySections(record: RunRecord): string[] {
  const measured = record.plan.contenders.flatMap(({ name }) => {
    const result = resultOf(record, 'accuracy', name);
    return result === undefined ? [] : [{ name, result }];
  });
  if (measured.length === 0) return [];
  return [thresholds(primaryCard(record), measured), promises(record), figures(record, measured), kinds(record)];
}

type Measured = readonly { readonly name: string; readonly result: AccuracyResult }[];

function thresholds(card: MetricCard, measured: Measured): string {
  const rows = measured.map(({ name, result }) => {
    const heldOut = readingOf(result.metrics, card.id);
    const inSample = readingOf(result.inSample.metrics, card.id);
    const gain =
      heldOut.kind === 'defined' && inSample.kind === 'defined' ? signed(inSample.value - heldOut.value, card) : 'n/a';
    return [
      md(name),
      result.asWritten === undefined ? '' : md(metricText(readingOf(result.asWritten.metrics, card.id), card)),
      thresholdText(result.threshold),
      md(metricText(heldOut, card)),
      thresholdText(result.inSample.threshold),
      md(metricShort(inSample, card)),
      gain,
    ];
  });
  const head = [
    '',
    `as written: ${md(card.title)}`,
    'threshold held out',
    md(card.title),
    'threshold in sample',
    md(card.title),
    'worth of the leak',
  ];
  const about =
    'As written is at the threshold its author meant (of rules: an alert fires), where there is one. The verdict rests on thresholds held out. In sample the threshold is chosen on the very data it is judged on; the last column is what that would flatter.';
  return `## Thresholds: as written, held out and in sample\n\n${about}\n\n${mdTable(head, rows, 1)}`;
}

function promises(record: RunRecord): string {
  const rows = promisesOf(record).map(({ contender, by, promised, measured, counted, verdict }) =>
    [contender.name, by, promised, measured, counted, verdict].map(md),
  );
  if (rows.length === 0) return '';
  const head = ['', 'by', 'promised', 'measured', 'counted', ''];
  return `## Promised false alarms\n\n${PROMISES_ABOUT}\n\n${mdTable(head, rows, 2)}`;
}

function figures(record: RunRecord, measured: Measured): string {
  const rows = record.plan.accuracy.metrics.map((id) => {
    const card = cardOf(record, id);
    const text = ({ result }: Measured[number]) => {
      const value = readingOf(result.metrics, id);
      return card === undefined ? 'n/a' : md(metricShort(value, card));
    };
    return [md(card?.title ?? id), ...measured.map(text)];
  });
  return `## Every figure\n\n${mdTable(['', ...measured.map(({ name }) => md(name))], rows, 1)}`;
}

function kinds(record: RunRecord): string {
  const rows = caughtByKind(record);
  if (rows.length === 0) return '';
  const names = record.plan.contenders.map(({ name }) => name);
  const body = rows.map(({ kind, incidents, caught }) => [
    md(kind),
    String(incidents),
    ...names.map((name) => (caught[name] === null ? 'n/a' : String(caught[name]))),
  ]);
  return `## Incidents caught, by kind\n\n${mdTable(['', 'incidents', ...names.map(md)], body, 1)}`;
}
