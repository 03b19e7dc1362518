import type { RunRecord } from '../../record/schema.ts';
import { SAME_PAGE_ROWS } from '../../verdict/over-seeds.ts';
import { differenceRows, differenceSentences, SEED_HEAD, seedMetrics, seedReference, seedRows } from '../seed-words.ts';
import { primaryCard } from '../verdict-sentence.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

/** Every seed of every contender, the three ways to a threshold side by side, and which differences the data support. */
export function seedsSection(record: RunRecord): string {
  const rows = seedRows(record);
  if (rows.length === 0) return '';
  const card = primaryCard(record);
  const head = ['', ...SEED_HEAD, ...seedMetrics(record).map(({ title }) => title), 'pages another seed has not'];
  const table = rows.map(({ name, seeds, asWritten, range, heldOut, inSample, others, churn }) =>
    [name, String(seeds), asWritten, range, heldOut, inSample, ...others, churn].map(md),
  );
  const differences = differenceRows(record).map(({ pair, asWritten, heldOut, says }) =>
    [pair, asWritten, heldOut, says].map(md),
  );
  const files = record.plan.dataset.recordings.length;
  return [
    '## Over the seeds',
    `${md(card.title)} of every contender, mean over its seeds and the standard deviation between them. *As written*: the threshold its author meant, on all ${files} recordings. *Group left out*: the threshold that is best on all other groups of recordings. *In sample*: the threshold that is best on the very recordings it is judged on. A graded baseline has no threshold of its own; its other figures are those with the group left out. The last column: the mean share of one seed's pages that another seed has none within ${SAME_PAGE_ROWS} rows of.`,
    mdTable(head.map(md), table, 1),
    '## Which differences the data support',
    [
      `${md(seedReference(record))} against each of the others, each the mean of its seeds, on the same ${record.plan.accuracy.bootstrapResamples} resamples of the ${files} recordings, 95 % intervals, margin ${card.unit === 'points' ? record.plan.accuracy.margin.toFixed(1) : record.plan.accuracy.margin}. The intervals are one by one: of ${differences.length} comparisons at 95 %, ${(differences.length * 0.05).toFixed(1)} are expected to miss the truth.`,
      ...differenceSentences(record).map(md),
    ].join('\n\n'),
    mdTable(['pair', 'as written', 'group left out', 'what the data say'], differences),
  ].join('\n\n');
}
