import type { RunRecord } from '../../record/schema.ts';
import { provenanceOf } from '../provenance.ts';
import { md } from './escape.ts';
import { mdTable } from './table.ts';

export function provenanceSection(record: RunRecord): string {
  const rows = provenanceOf(record).map(([name, value]) => [name, md(value)]);
  return `## Provenance\n\n${mdTable(['', ''], rows)}`;
}
