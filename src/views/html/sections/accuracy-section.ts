import { cardOf, readingOf, resultOf, whyNoResult } from '../../../record/lookup.ts';
import type { AccuracyResult, ContenderInfo, MetricCard, MetricReading, RunRecord } from '../../../record/schema.ts';
import { caughtByKind } from '../../../verdict/caught-by-kind.ts';
import { figure, interval, signed } from '../../format.ts';
import { PROMISES_ABOUT, promisesOf } from '../../promises.ts';
import { thresholdText } from '../../threshold-text.ts';
import { primaryCard } from '../../verdict-sentence.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { absent, dataTable, nameTag } from './data-table.ts';

interface Measured {
  readonly contender: ContenderInfo;
  readonly result: AccuracyResult;
}

/** Every figure, who catches what, and what choosing the threshold on the judged data would flatter. */
export function accuracySection(record: RunRecord): Markup {
  const measured = record.plan.contenders.flatMap((contender): Measured[] => {
    const result = resultOf(record, 'accuracy', contender.name);
    return result === undefined ? [] : [{ contender, result }];
  });
  if (measured.length === 0) return nothing;
  const missing = record.plan.contenders.flatMap(({ name }) => {
    const why = whyNoResult(record, 'accuracy', name);
    return why === undefined ? [] : [html`<p class="small">${name}: ${why}</p>`];
  });
  return html`<section id="accuracy" aria-labelledby="accuracy-h">
<h2 id="accuracy-h">Accuracy in full</h2>
${figures(record, measured)}
${missing}
${kinds(record)}
${thresholds(primaryCard(record), measured)}
${promises(record)}
</section>`;
}

const names = (measured: readonly Measured[]): Markup[] =>
  measured.map(({ contender }) => nameTag(contender.name, contender.traits.family));

const DIRECTION = { higher: 'higher is better', lower: 'lower is better', neither: 'no better direction' } as const;

function figures(record: RunRecord, measured: readonly Measured[]): Markup {
  const rows = record.plan.accuracy.metrics.flatMap((id) => {
    const card = cardOf(record, id);
    if (card === undefined) return [];
    const title = html`<a href="#metric-${id}">${card.title}</a><small>${DIRECTION[card.better]}</small>`;
    return [[title, ...measured.map(({ result }) => readingMarkup(result.metrics, card))]];
  });
  return dataTable({
    id: 'figures-c',
    caption: 'All judged recordings together, threshold held out, 95 % intervals in small print',
    head: ['', ...names(measured)],
    rows,
    numbersFrom: 1,
  });
}

function readingMarkup(metrics: readonly MetricReading[], card: MetricCard): Markup {
  const value = readingOf(metrics, card.id);
  if (value.kind === 'undefined') return absent(value.reason);
  const small =
    value.interval === undefined
      ? nothing
      : html`<small title="${value.interval.method}">${interval(value.interval, card)}</small>`;
  return html`${figure(value.value, card)}${small}`;
}

function kinds(record: RunRecord): Markup {
  const rows = caughtByKind(record);
  if (rows.length === 0) return nothing;
  const { contenders } = record.plan;
  return html`<h3 id="kinds-h">Who catches what</h3>
${dataTable({
  id: 'kinds-c',
  caption: 'Incidents caught, by kind of incident',
  head: ['', 'of', ...contenders.map(({ name, traits }) => nameTag(name, traits.family))],
  rows: rows.map(({ kind, incidents, caught }) => [
    kind,
    String(incidents),
    ...contenders.map(({ name }) => caughtMarkup(caught[name] ?? null, incidents)),
  ]),
  numbersFrom: 1,
})}`;
}

function caughtMarkup(caught: number | null, incidents: number): Markup {
  if (caught === null) return absent('accuracy not measured');
  const share = incidents === 0 ? 0 : Math.round((caught / incidents) * 4);
  return html`<span class="share share-${share}">${caught}</span>`;
}

function thresholds(card: MetricCard, measured: readonly Measured[]): Markup {
  const rows = measured.map(({ contender, result }) => {
    const heldOut = readingOf(result.metrics, card.id);
    const inSample = readingOf(result.inSample.metrics, card.id);
    const both = heldOut.kind === 'defined' && inSample.kind === 'defined';
    return [
      nameTag(contender.name, contender.traits.family),
      result.asWritten === undefined
        ? absent('it has a scale and no threshold of its own')
        : readingMarkup(result.asWritten.metrics, card),
      thresholdText(result.threshold),
      readingMarkup(result.metrics, card),
      thresholdText(result.inSample.threshold),
      readingMarkup(result.inSample.metrics, card),
      both ? signed(inSample.value - heldOut.value, card) : absent('one of the two is undefined'),
    ];
  });
  return html`<h3 id="thresholds-h">What a leak would be worth</h3>
<p>As written is at the threshold its author meant (of rules: an alert fires). The verdict rests on thresholds chosen on other data than they are judged on. Choosing them on the very data that is judged would flatter a contender by the last column.</p>
${dataTable({
  id: 'thresholds-c',
  caption: `${card.title} as written, with the threshold held out and in sample`,
  head: ['', 'As written', 'Threshold held out', card.title, 'Threshold in sample', card.title, 'Worth of the leak'],
  rows,
  numbersFrom: 1,
})}`;
}

function promises(record: RunRecord): Markup {
  const texts = promisesOf(record);
  if (texts.length === 0) return nothing;
  return html`<h3 id="promises-h">Promised false alarms</h3>
<p>${PROMISES_ABOUT}</p>
${dataTable({
  id: 'promises-c',
  caption: 'False alarms promised and measured',
  head: ['', 'By', 'Promised', 'Measured', 'Counted', ''],
  rows: texts.map(({ contender, by, promised, measured, counted, verdict }) => [
    nameTag(contender.name, contender.traits.family),
    by,
    promised,
    measured,
    counted,
    verdict,
  ]),
  numbersFrom: 2,
})}`;
}
