import { InputError } from '../faults.ts';
import { cardOf, readingOf, resultOf, whyNoResult } from '../record/lookup.ts';
import type { ContenderInfo, RunRecord } from '../record/schema.ts';
import { caughtByKind } from '../verdict/caught-by-kind.ts';
import { count, list, metricText, microseconds, time } from '../views/format.ts';
import { md } from '../views/markdown/escape.ts';
import { mdTable } from '../views/markdown/table.ts';
import { promiseSentence, promisesOf } from '../views/promises.ts';
import { bullets, section } from './sections.ts';

/** A run in which the contender of a card took part. */
export interface MeasuredIn {
  readonly record: RunRecord;
  readonly contender: ContenderInfo;
}

/**
 * @param isIt whether a contender of the record is the one the card is of
 * @throws InputError `card/not-in-record`
 */
export function measuredIn(record: RunRecord, file: string, isIt: (contender: ContenderInfo) => boolean): MeasuredIn {
  const contender = record.plan.contenders.find(isIt);
  if (contender !== undefined) return { record, contender };
  const names = record.plan.contenders.map(({ name }) => name).join(', ');
  throw InputError.of(
    'card/not-in-record',
    `the run did not have this contender with these settings among its own (${names})`,
    { file },
    'run it first: "watchbench run --contenders <file>"',
  );
}

const SHOWN = ['event-f1', 'event-recall', 'event-precision', 'time-to-detect', 'false-alarms-per-day', 'nab-standard'];

/** What a run measured; without one, that nothing was and how to. */
export function measuredSection(measured: MeasuredIn | null, howTo: string): string {
  if (measured === null) return section('Measured', `Nothing yet. ${howTo}`);
  const { record } = measured;
  const { dataset } = record.plan;
  const judged = dataset.recordings.filter(({ role }) => role === 'test' || role === 'train-then-test');
  const period = `${time(Math.min(...judged.map(({ scoredFromMs }) => scoredFromMs)))} to ${time(Math.max(...judged.map(({ endMs }) => endMs)))} UTC`;
  const where = `On ${md(dataset.title)} (${count(judged.length, 'judged recording')}, ${period}), threshold chosen on data it is not judged on; 95 % intervals.`;
  return section('Measured', where, figures(measured), promise(measured), speed(measured));
}

function figures({ record, contender }: MeasuredIn): string {
  const result = resultOf(record, 'accuracy', contender.name);
  if (result === undefined) return `Accuracy: ${md(whyNoResult(record, 'accuracy', contender.name)!)}`;
  const { primaryMetric, metrics } = record.plan.accuracy;
  const ids = [...new Set([primaryMetric, ...SHOWN.filter((id) => metrics.includes(id))])];
  const rows = ids.flatMap((id) => {
    const card = cardOf(record, id);
    return card === undefined ? [] : [[md(card.title), md(metricText(readingOf(result.metrics, id), card))]];
  });
  return mdTable(['', ''], rows);
}

function promise({ record, contender }: MeasuredIn): string {
  const text = promisesOf(record).find((each) => each.contender.name === contender.name);
  return text === undefined ? '' : `${md(promiseSentence(text))}.`;
}

function speed({ record, contender }: MeasuredIn): string {
  const warm = resultOf(record, 'latency', contender.name)?.measurement.warm;
  return warm === undefined
    ? ''
    : `One decision takes ${microseconds(warm.medianUs)} (median of ${count(warm.samples, 'sample')}).`;
}

/** What a run has shown it not to see or not to hold. Empty where the run shows none. */
export function measuredBlindSpots({ record, contender }: MeasuredIn): string {
  const { name } = contender;
  const missed = caughtByKind(record).flatMap(({ kind, incidents, caught }) => {
    const of = caught[name];
    return of === null || of === undefined || of === incidents
      ? []
      : [`no page in ${incidents - of} of ${count(incidents, 'incident')} of kind ${kind}`];
  });
  const result = resultOf(record, 'accuracy', name);
  const lookAlikes = result?.perRecording.flatMap(({ alerts }) => alerts.flatMap(({ benign }) => benign)) ?? [];
  const abstained = result?.perRecording.flatMap(({ abstentions }) => Object.values(abstentions)) ?? [];
  const properties = resultOf(record, 'behaviour', name)?.properties ?? [];
  const broken = properties.flatMap(({ property, claim, scope, outcome }) =>
    outcome.kind === 'violated'
      ? [`not held${scope === 'characterise' ? ' (reported, fails nothing)' : ''}, ${property}: ${claim}`]
      : [],
  );
  return bullets([
    ...missed,
    ...(lookAlikes.length > 0
      ? [
          `${count(lookAlikes.length, 'page')} in something that looks alarming and is not (${list(kindsOf(record, lookAlikes))})`,
        ]
      : []),
    ...(abstained.length > 0
      ? [
          `${count(
            abstained.reduce((sum, rows) => sum + rows, 0),
            'judged row',
          )} on which it abstained`,
        ]
      : []),
    ...broken,
  ]);
}

function kindsOf({ plan }: RunRecord, benign: readonly string[]): string[] {
  const events = plan.dataset.recordings.flatMap((recording) => recording.benign);
  return [...new Set(benign.map((id) => events.find((event) => event.id === id)?.kind ?? id))];
}
