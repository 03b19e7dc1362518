import type { RunRecord, Study } from '../../../record/schema.ts';
import { type MatrixCell, matrixOf, type Tone } from '../../matrix.ts';
import { STUDY_NAMES } from '../../study-names.ts';
import { primaryCard } from '../../verdict-sentence.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { dataTable, nameTag } from './data-table.ts';

/** Contender × study, with the sentence behind each cell. */
export function matrixSection(record: RunRecord): Markup {
  const { studies } = record.plan;
  const head = studies.map((study) => {
    const { title, question } = STUDY_NAMES[study];
    const what = study === 'accuracy' ? `${primaryCard(record).title}. ${question}` : question;
    return html`${title}<small>${what}</small>`;
  });
  const rows = matrixOf(record).map(({ contender, cells }) => [
    html`${nameTag(contender.name, contender.traits.family)}<small>${contender.traits.family}</small>`,
    ...studies.map((study) => cellMarkup(cells[study])),
  ]);
  return html`<section id="matrix" aria-labelledby="matrix-h">
<h2 id="matrix-h">Contenders by study</h2>
${dataTable({
  id: 'matrix-c',
  caption: studies.map((study) => READING[study]).join(' '),
  head: ['', ...head],
  rows,
})}
</section>`;
}

/** How to read a column. */
const READING: Readonly<Record<Study, string>> = {
  accuracy: 'Accuracy: threshold chosen on data it is not judged on, 95 % interval.',
  behaviour: 'Behaviour: held in every run; “< x %”: at most that share of cases can be violations, at 95 %.',
  determinism: 'Determinism: “< x %”: no run differed, so at most that share of runs can, at 95 %.',
  latency: 'Latency: median of one decision, and its ratio to the contender it was timed in turns with.',
};

/** Said in words too, so that colour is never the only sign. */
const SIGN: Readonly<Record<Tone, string>> = { good: '✓', plain: '', warn: '△', bad: '✕', none: '–' };

function cellMarkup({ text, brief, detail, tone }: MatrixCell): Markup {
  const sign = SIGN[tone] === '' ? nothing : html`<span class="sign" aria-hidden="true">${SIGN[tone]}</span>`;
  return html`<span class="cell ${tone}" title="${detail}">${sign}${text}</span>${brief === '' ? nothing : html`<small>${brief}</small>`}`;
}
