import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sha256 } from '../digest.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { capFaults } from './cap-faults.ts';
import { collectFaults } from './collect-faults.ts';
import { type CsvTable, readCsv } from './csv.ts';
import type { Dataset, DatasetRecording } from './dataset.ts';
import { globMatcher } from './glob.ts';
import { faultAt, type PositionedDocument, readDocument } from './positioned-document.ts';
import { readFault } from './read-fault.ts';
import type { Channel, Incident } from './recording.ts';
import { suggestionHint } from './suggest.ts';
import { parseTimeMs } from './time-text.ts';
import { validateDocument } from './validate-document.ts';

const LABELS = 'labels/combined_windows.json';
const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** NAB's one column. Its files do not say what they measure, so the unit is unknown (UCUM's `1`). */
const VALUE: Channel = { labels: { __name__: 'value' }, unit: '1', kind: 'gauge' };

export interface NabSource {
  /** Folder that holds `data/CATEGORY/NAME.csv` and `labels/combined_windows.json`. */
  readonly root: string;
  /** Glob over `CATEGORY/NAME`, with or without `.csv`: `realAWSCloudwatch/*`. Default: all. See `globMatcher`. */
  readonly select?: string;
}

/** Rows at the start that NAB does not score: 15 % of them, at most 750 (nab/util.py, getProbationPeriod). */
export function probationRows(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/**
 * A checkout of the Numenta Anomaly Benchmark (github.com/numenta/NAB) as it lies there. One recording a file, its id
 * `CATEGORY/NAME`, its group the category; scored after probation. Rows stay in the order of the file: eight files
 * repeat a timestamp and one steps back. Incidents are the scored windows, their ends the times listed; where such a
 * time is repeated, NAB means the first row that has it.
 * @throws InputError with every fault: `nab/layout`, `nab/select`, `nab/no-labels`, `nab/window`, and those of `readCsv`
 */
export async function importNab({ root, select }: NabSource): Promise<Dataset> {
  const labelsFile = join(root, LABELS);
  const document = await readDocument(labelsFile);
  const windows = validateDocument(windowsSchema, document);
  const ids = selectIds(await seriesIds(root), select);
  const faults: Fault[] = [];
  const recordings: DatasetRecording[] = [];
  const digests: string[] = [];
  for (const id of ids) {
    const file = join(root, 'data', `${id}.csv`);
    const table = await collectFaults(faults, () =>
      readCsv(file, { timeColumn: 'timestamp', expected: ['value'], time: 'as-recorded' }),
    );
    const incidents = incidentsOf(id, windows, table, document, faults);
    if (table === null) continue;
    digests.push(`${id} ${sha256(await readFile(file))}`);
    recordings.push({
      recording: { id, channels: [VALUE], timestampsMs: table.timestampsMs, columns: table.columns },
      incidents,
      benign: [],
      role: 'train-then-test',
      group: id.slice(0, id.indexOf('/')),
      scoredFromRow: probationRows(table.timestampsMs.length),
    });
  }
  throwIfAny(capFaults(faults, labelsFile));
  return {
    name: 'nab',
    title: 'Numenta Anomaly Benchmark',
    licence: 'MIT',
    source: 'https://github.com/numenta/NAB',
    digest: sha256(...digests.map((line) => `${line}\n`), await readFile(labelsFile)),
    channels: [VALUE],
    recordings,
    rulesFile: null,
  };
}

/** `CATEGORY/NAME` of every CSV file, sorted by code unit. */
async function seriesIds(root: string): Promise<string[]> {
  const data = join(root, 'data');
  try {
    const categories = (await readdir(data, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const ids = await Promise.all(
      categories.map(async ({ name }) => {
        const files = (await readdir(join(data, name))).filter((file) => file.endsWith('.csv'));
        return files.map((file) => `${name}/${file.slice(0, -'.csv'.length)}`);
      }),
    );
    if (ids.flat().length === 0) throw InputError.of('nab/layout', 'expected data/CATEGORY/NAME.csv', { file: data });
    return ids.flat().sort();
  } catch (error) {
    throw readFault('nab/layout', data, error);
  }
}

function selectIds(ids: readonly string[], select: string | undefined): readonly string[] {
  if (select === undefined) return ids;
  const matches = globMatcher(select.replace(/\.csv$/, ''));
  const selected = ids.filter(matches);
  if (selected.length > 0) return selected;
  const categories = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
  const hint = suggestionHint(select, [...ids, ...categories.map((category) => `${category}/*`)]);
  const short = hint?.startsWith('did') ? hint : `categories: ${categories.join(', ')}`;
  throw InputError.of('nab/select', `${JSON.stringify(select)} matches none of ${ids.length} series`, undefined, short);
}

/** Windows in the order listed. */
function incidentsOf(
  id: string,
  windows: z.output<typeof windowsSchema>,
  table: CsvTable | null,
  document: PositionedDocument,
  faults: Fault[],
): Incident[] {
  const key = `${id}.csv`;
  const listed = windows[key];
  if (listed === undefined) {
    faults.push(
      faultAt(document, [], 'nab/no-labels', `there is no entry for ${key} (an empty list says "no windows")`),
    );
    return [];
  }
  const times = table && new Set(table.timestampsMs);
  return listed.map(([start, end], i) => {
    const [startMs, endMs] = [parseTimeMs(start), parseTimeMs(end)];
    [startMs, endMs].forEach((ms, side) => {
      const fault = (message: string) => faults.push(faultAt(document, [key, i, side], 'nab/window', message));
      if (Number.isNaN(ms)) fault(`expected a time, got ${JSON.stringify([start, end][side])}`);
      else if (times !== null && !times.has(ms)) fault(`no row of ${key} has this time`);
    });
    if (endMs < startMs) faults.push(faultAt(document, [key, i], 'nab/window', 'this window ends before it starts'));
    return { id: `${id}#${i + 1}`, startMs, endMs, kind: 'anomaly' };
  });
}
