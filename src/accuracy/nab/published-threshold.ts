import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { InputError } from '../../faults.ts';
import { MOST_RECORD_BYTES } from '../../telemetry/csv.ts';
import { parseCell } from '../../telemetry/csv-cell.ts';
import { readFault } from '../../telemetry/read-fault.ts';
import type { NabProfileId } from './profiles.ts';

/**
 * The threshold a detector's published scores were made with: the `Threshold` column of
 * `DETECTOR/DETECTOR_PROFILE_scores.csv`, the same in every row but the total's, which has none.
 * @throws InputError `nab/published-threshold` with file and line
 */
export async function readPublishedThreshold(
  resultsDirectory: string,
  detector: string,
  profile: NabProfileId,
): Promise<number> {
  const file = join(resultsDirectory, detector, `${detector}_${profile}_scores.csv`);
  const wrong = (message: string, line?: number) =>
    InputError.of('nab/published-threshold', message, { file, ...(line !== undefined && { line }) });
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw readFault('nab/published-threshold', file, error);
  });
  const [header = [], ...rows] = parseRows(text, wrong);
  const column = header.indexOf('Threshold');
  if (column < 0) throw wrong('no column "Threshold"', 1);
  let threshold: number | undefined;
  for (const [i, row] of rows.entries()) {
    const cell = parseCell(row[column] ?? '');
    if (cell.kind !== 'reading')
      throw wrong(`expected a number in "Threshold", got ${JSON.stringify(row[column])}`, i + 2);
    if (Number.isNaN(cell.value)) continue; // the row of totals
    if (threshold !== undefined && cell.value !== threshold) {
      throw wrong(`expected one threshold for all files, got ${cell.value} after ${threshold}`, i + 2);
    }
    threshold = cell.value;
  }
  if (threshold === undefined) throw wrong('no row has a threshold');
  return threshold;
}

function parseRows(text: string, wrong: (message: string, line?: number) => InputError): string[][] {
  try {
    return parse(text, { bom: true, relax_column_count: true, max_record_size: MOST_RECORD_BYTES });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw wrong(`not CSV: ${error.message}`, typeof error.lines === 'number' ? error.lines : undefined);
  }
}
