import type { RunRecord } from '../../record/schema.ts';
import { differenceSentences, seedRows } from '../seed-words.ts';
import { nameWidth, plainTable } from './plain-table.ts';
import { wrap } from './wrap.ts';

/** Every contender over its seeds, and what may be said of the differences; nothing where one seed was measured. */
export function seedsTable(record: RunRecord, width: number): string[] {
  const rows = seedRows(record);
  if (rows.length === 0) return [];
  const names = nameWidth(rows.map(({ name }) => name));
  const heads = ['seeds', 'as written', 'group left out', 'in sample', 'other pages'];
  const each = Math.floor((Math.min(width, 110) - names - heads.length) / heads.length);
  const table = plainTable([
    { head: '', width: names, align: 'left' },
    ...heads.map((head) => ({ head, width: each, align: 'right' as const })),
  ]);
  for (const { name, seeds, asWritten, heldOut, inSample, churn } of rows) {
    table.push([name, String(seeds), asWritten, heldOut, inSample, churn]);
  }
  return [table.toString(), '', ...differenceSentences(record).flatMap((sentence) => wrap(sentence, width))];
}
