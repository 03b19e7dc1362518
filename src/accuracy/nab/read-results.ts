import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Fault, InputError, throwIfAny } from '../../faults.ts';
import { collectFaults } from '../../telemetry/collect-faults.ts';
import { suggestionHint } from '../../telemetry/suggest.ts';
import type { NabCorpusFile } from './read-corpus.ts';
import { type NabTable, readNabTable } from './read-table.ts';
import type { NabSeries } from './score-series.ts';

const SCORE_COLUMN = 'anomaly_score';

/**
 * Reads what a detector said about every series: `DETECTOR/CATEGORY/DETECTOR_NAME.csv`, plain or with `.gz`, as NAB
 * writes it. Only the times and `anomaly_score` are used; `label` and `S(t)_*` may be there or not.
 * @throws InputError with every fault: those of `readCsv`, `nab/no-detector`, `nab/no-result`, `nab/no-scores`,
 * `nab/missing-score`, `nab/rows`, `nab/time`
 */
export async function readNabResults(
  corpus: readonly NabCorpusFile[],
  resultsDirectory: string,
  detector: string,
): Promise<NabSeries[]> {
  await assertDetector(resultsDirectory, detector);
  const faults: Fault[] = [];
  const series: NabSeries[] = [];
  for (const entry of corpus) {
    const path = join(resultsDirectory, detector, dirname(entry.file), `${detector}_${basename(entry.file)}`);
    const table = await collectFaults(faults, () => readTable(path));
    if (table === null) continue;
    const [scores] = table.columns;
    if (scores === undefined) {
      const hint = suggestionHint(SCORE_COLUMN, table.columnNames);
      faults.push(
        fault('nab/no-scores', `no column ${JSON.stringify(SCORE_COLUMN)}`, { file: table.file, line: 1 }, hint),
      );
      continue;
    }
    faults.push(...misfits(entry, table, scores));
    series.push({ file: entry.file, scores, windows: entry.windows, probationRows: entry.probationRows });
  }
  throwIfAny(faults);
  return series;
}

/** A detector is a folder, so its name must not lead anywhere else. */
export async function assertDetector(resultsDirectory: string, detector: string): Promise<void> {
  let entries: readonly { readonly name: string; isDirectory(): boolean }[];
  try {
    entries = await readdir(resultsDirectory, { withFileTypes: true });
  } catch {
    throw InputError.of('nab/no-results', 'expected a folder with a folder per detector', { file: resultsDirectory });
  }
  const detectors = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (detectors.includes(detector)) return;
  const message = `no results of detector ${JSON.stringify(detector)}`;
  throw InputError.of('nab/no-detector', message, { file: resultsDirectory }, suggestionHint(detector, detectors));
}

async function readTable(path: string): Promise<NabTable> {
  for (const file of [path, `${path}.gz`]) {
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (exists) return readNabTable(file, [SCORE_COLUMN]);
  }
  throw InputError.of('nab/no-result', 'no such result file, nor one with .gz', { file: path });
}

/** A result file has the rows of its series, in the same order, with a score on each. The first misfit of a kind speaks. */
function misfits(entry: NabCorpusFile, table: NabTable, scores: Float64Array): Fault[] {
  const faults: Fault[] = [];
  const at = (row: number) => ({ file: table.file, line: table.lineOf(row) });
  scores.forEach((score, row) => {
    // Not above a threshold and not below it: it would pass for "nothing detected".
    if (Number.isNaN(score)) faults.push(fault('nab/missing-score', 'expected a score, got none', at(row)));
  });
  if (scores.length !== entry.timestampsMs.length) {
    const message = `expected ${entry.timestampsMs.length} rows as in data/${entry.file}, got ${scores.length}`;
    return [...faults, fault('nab/rows', message, { file: table.file })];
  }
  const row = table.timestampsMs.findIndex((ms, i) => ms !== entry.timestampsMs[i]);
  if (row >= 0) faults.push(fault('nab/time', `the time is not that of row ${row + 1} of data/${entry.file}`, at(row)));
  return faults;
}

function fault(code: string, message: string, place: Fault['place'] & object, hint?: string): Fault {
  return { code, message, place, ...(hint !== undefined && { hint }) };
}
