import type { RunRecord } from '../../record/schema.ts';
import { matrixOf } from '../matrix.ts';
import { STUDY_NAMES } from '../study-names.ts';
import { primaryCard } from '../verdict-sentence.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

export function matrixSection(record: RunRecord): string {
  const { studies } = record.plan;
  const heads = studies.map((study) => {
    const { title } = STUDY_NAMES[study];
    return study === 'accuracy' ? `${title}: ${md(primaryCard(record).title)}` : title;
  });
  const rows = matrixOf(record).map(({ contender, cells }) => [
    md(contender.name),
    contender.traits.family,
    ...studies.map((study) => {
      const { text, tone } = cells[study];
      return tone === 'bad' ? `**${md(text)}**` : md(text);
    }),
  ]);
  return `## Contenders by study\n\n${mdTable(['', 'family', ...heads], rows)}\n\n${READING}`;
}

const READING =
  'Accuracy: threshold chosen on data it is not judged on, 95 % interval. Behaviour and determinism: nothing found, so at most the share in brackets can be otherwise, at 95 %. Latency: median of one decision, and its ratio to the contender it was timed in turns with.';
