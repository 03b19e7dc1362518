import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { readCsv } from '../../telemetry/csv.ts';
import { readFault } from '../../telemetry/read-fault.ts';
import { scanNabTable } from './scan-table.ts';

/** A table of a NAB checkout or of a results folder. */
export interface NabTable {
  readonly file: string;
  /** All but the time. */
  readonly columnNames: readonly string[];
  readonly timestampsMs: Float64Array;
  /** In the order wanted; undefined where the file has no such column. NaN: no reading. */
  readonly columns: readonly (Float64Array | undefined)[];
  /** Line of a row in the file, from 1. */
  readonly lineOf: (row: number) => number;
}

const unpack = promisify(gunzip);

/**
 * Times as recorded and the wanted columns, plain or gzip (told by content). What is laid out as NAB lays it out is
 * read from the bytes; everything else goes through the CSV parser, which also names what is wrong.
 * @throws InputError with every fault, as `readCsv`
 */
export async function readNabTable(file: string, wanted: readonly string[]): Promise<NabTable> {
  const scanned = scanNabTable(await plainBytes(file), wanted);
  if (scanned !== null) return { file, ...scanned, lineOf: (row) => row + 2 };
  const table = await readCsv(file, { time: 'as-recorded' });
  return {
    file,
    columnNames: table.columnNames,
    timestampsMs: table.timestampsMs,
    columns: wanted.map((name) => table.columns[table.columnNames.indexOf(name)]),
    lineOf: (row) => table.lines[row]!,
  };
}

/** Nothing where gzip data are damaged: the CSV reader then says so. */
async function plainBytes(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw readFault('csv/unreadable', file, error);
  });
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? unpack(bytes).catch(() => new Uint8Array()) : bytes;
}
