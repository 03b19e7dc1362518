import { canonicalJson, type Json } from '../json.ts';
import { type RunRecord, recordSchema } from './schema.ts';
import { writeAtomically } from './write-atomically.ts';

/**
 * A record as the text that is written: canonical JSON and a line end, so that equal records are equal files.
 * Going through JSON first drops members that are `undefined`, as any reader of the file would see them.
 * @throws ZodError when it is no valid record; that is a bug of whoever built it, not of the user.
 */
export function recordText(record: RunRecord): string {
  return `${canonicalJson(JSON.parse(JSON.stringify(recordSchema.parse(record))) as Json)}\n`;
}

/** Writes a record whole or not at all. */
export async function writeRecord(file: string, record: RunRecord): Promise<void> {
  await writeAtomically(file, recordText(record));
}
