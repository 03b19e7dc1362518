import type { RunRecord } from '../../record/schema.ts';
import { undefinedFigures } from '../undefined-figures.ts';
import { md } from './escape.ts';

/** What failed, what was not measured, and which figures have no value, each with its reason. */
export function gapsSection(record: RunRecord): string {
  const cells = record.cells.flatMap(({ study, contender, outcome }) => {
    if (outcome.kind === 'measured') return [];
    const why =
      outcome.kind === 'failed' ? `failed: ${outcome.message} [${outcome.code}]` : `not measured: ${outcome.reason}`;
    return [`- ${study} of ${md(contender)} ${md(why)}`];
  });
  const figures = undefinedFigures(record, record.plan.accuracy.metrics).map((text) => `- ${md(text)}`);
  const lines = [...cells, ...figures];
  return lines.length === 0 ? '' : `## Without a result\n\n${lines.join('\n')}`;
}
