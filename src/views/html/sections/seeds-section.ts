import type { RunRecord } from '../../../record/schema.ts';
import { SAME_PAGE_ROWS } from '../../../verdict/over-seeds.ts';
import { differenceRows, differenceSentences, SEED_HEAD, seedMetrics, seedRows } from '../../seed-words.ts';
import { primaryCard } from '../../verdict-sentence.ts';
import { html, type Markup, nothing } from '../markup.ts';
import { dataTable } from './data-table.ts';

/** Every seed of every contender and which differences the data support; nothing where one seed was measured. */
export function seedsSection(record: RunRecord): Markup {
  const rows = seedRows(record);
  if (rows.length === 0) return nothing;
  return html`<section id="seeds" aria-labelledby="seeds-h">
<h2 id="seeds-h">Over the seeds</h2>
${differenceSentences(record).map((sentence) => html`<p>${sentence}</p>`)}
${dataTable({
  id: 'seeds-c',
  caption: `${primaryCard(record).title}: mean over the seeds, in brackets the standard deviation between them; last, the share of one seed’s pages that another has none within ${SAME_PAGE_ROWS} rows of`,
  head: ['', ...SEED_HEAD, ...seedMetrics(record).map(({ title }) => title), 'other pages'],
  rows: rows.map(({ name, seeds, asWritten, range, heldOut, inSample, others, churn }) => [
    name,
    String(seeds),
    asWritten,
    range,
    heldOut,
    inSample,
    ...others,
    churn,
  ]),
  numbersFrom: 1,
})}
${dataTable({
  id: 'differences-c',
  caption:
    'Which differences the data support: 95 % intervals over resamples of the recordings, each comparison by itself',
  head: ['pair', 'as written', 'group left out', 'what the data say'],
  rows: differenceRows(record).map(({ pair, asWritten, heldOut, says }) => [pair, asWritten, heldOut, says]),
})}
</section>`;
}
