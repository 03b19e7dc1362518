import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { jsonFaultOffset } from '../json-fault.ts';
import { RECORD_SCHEMA_VERSION, type RunRecord, recordSchema } from './schema.ts';

/** More faults than this are counted, not listed: one wrong list can hold thousands of wrong members. */
const LISTED_FAULTS = 20;

/**
 * A record from its file.
 * @throws InputError `record/unreadable`, `record/not-json`, `record/not-a-record`, `record/version`, `record/shape`
 */
export async function readRecord(file: string): Promise<RunRecord> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : String(code);
    throw InputError.of('record/unreadable', `cannot read the record: ${why}`, { file }, HINT_MAKE_ONE);
  }
  return parseRecord(text, file);
}

const HINT_MAKE_ONE = '`watchbench run` writes one: record.json in its output folder';

/** The same from text already read; `file` is what faults name. */
export function parseRecord(text: string, file: string): RunRecord {
  const json = parseJson(text, file);
  if (json === null || typeof json !== 'object' || Array.isArray(json) || !('schemaVersion' in json)) {
    throw InputError.of(
      'record/not-a-record',
      'expected a run record (a JSON object with "schemaVersion"), got something else',
      { file },
      HINT_MAKE_ONE,
    );
  }
  assertVersion(json.schemaVersion, file);
  const parsed = checked(json, file);
  if (!parsed.success) throwIfAny(shapeFaults(parsed.error, file));
  return parsed.data!;
}

/** A configuration within the record may be any JSON, and the schema follows it down. */
function checked(json: unknown, file: string) {
  try {
    return recordSchema.safeParse(json);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw InputError.of('record/shape', 'nested too deeply to be a run record', { file }, HINT_MAKE_ONE);
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    const message = text.trim() === '' ? 'the file is empty' : `not JSON: ${(error as SyntaxError).message}`;
    const before = text.slice(0, jsonFaultOffset(text));
    const place = { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
    throw InputError.of('record/not-json', message, place, HINT_MAKE_ONE);
  }
}

function assertVersion(version: unknown, file: string): void {
  if (version === RECORD_SCHEMA_VERSION) return;
  const newer = typeof version === 'number' && version > RECORD_SCHEMA_VERSION;
  throw InputError.of(
    'record/version',
    `this watchbench reads records of schema version ${RECORD_SCHEMA_VERSION}, the file says ${JSON.stringify(version)}`,
    { file },
    newer
      ? 'it was written by a newer watchbench: update this one'
      : 'run the plan again with this watchbench, or use the version that wrote it',
  );
}

function shapeFaults(error: z.ZodError, file: string): Fault[] {
  const faults = error.issues.slice(0, LISTED_FAULTS).map(
    (issue): Fault => ({
      code: 'record/shape',
      message: `${issue.path.map(String).join('.') || 'the record'}: ${issue.message}`,
      place: { file },
    }),
  );
  const more = error.issues.length - faults.length;
  if (more > 0) faults.push({ code: 'record/shape', message: `and ${more} more`, place: { file } });
  return faults;
}
