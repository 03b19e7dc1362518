import type { RunRecord } from '../../record/schema.ts';
import type { MatrixRow } from '../matrix.ts';
import { STUDY_NAMES } from '../study-names.ts';
import { visible } from '../visible.ts';
import type { Paint } from './paint.ts';
import { nameWidth, plainTable } from './plain-table.ts';

export function studiesTable(record: RunRecord, rows: readonly MatrixRow[], width: number, paint: Paint): string {
  const studies = record.plan.studies.filter((study) => study !== 'accuracy');
  const names = nameWidth(rows.map(({ contender }) => contender.name));
  const each = Math.floor((width - names - studies.length) / Math.max(1, studies.length));
  const table = plainTable([
    { head: '', width: names, align: 'left' },
    ...studies.map((study) => ({ head: STUDY_NAMES[study].title, width: each, align: 'left' as const })),
  ]);
  for (const { contender, cells } of rows) {
    const texts = studies.map((study) => paint[cells[study].tone](visible(cells[study].text)));
    table.push([visible(contender.name), ...texts]);
  }
  return table.toString();
}
