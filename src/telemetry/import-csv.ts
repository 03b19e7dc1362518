import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256 } from '../digest.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { parseChannelName } from './channel-name.ts';
import { collectFaults } from './collect-faults.ts';
import { type CsvTable, readCsv } from './csv.ts';
import type { Dataset, DatasetRecording, Role } from './dataset.ts';
import { extentOf } from './extent.ts';
import { type Labels, readIncidents } from './incidents.ts';
import { incidentsFromColumn } from './label-column.ts';
import { channelName, type Recording } from './recording.ts';

/** Published benchmarks leave 15 % (NAB) to 50 % for learning; this leaves a season to learn and most to be judged on. */
export const TRAIN_SHARE = 0.4;

export interface CsvSource {
  /** One recording each; the id is the file's name without `.csv` and `.gz`. */
  readonly files: readonly [string, ...string[]];
  /** See `CsvOptions.timeColumn`. */
  readonly timeColumn?: string;
  /** Column of 0 and 1: each run of ones is an incident, first to last row, and the column is not a channel. */
  readonly labelColumn?: string;
  /** `incidents.json` of all files, by recording id. */
  readonly incidentsFile?: string;
  /** Role of each file, in order. Default: `train-then-test` for all. */
  readonly roles?: readonly Role[];
  /** Share of the rows of a `train-then-test` file that is learned from and not judged. Default {@link TRAIN_SHARE}. */
  readonly trainShare?: number;
  /** `as-recorded` accepts times that repeat or go back. Default `increasing`. */
  readonly time?: 'increasing' | 'as-recorded';
  /** Name of the dataset. Default: the id of the first file. */
  readonly name?: string;
}

/**
 * Any wide CSV as a dataset: a time column, channels, and labels from a column, a file or nowhere (no incidents).
 * Units are unknown and given as `1`. Recordings may differ in their channels.
 * @throws InputError with the faults of all files: `csv/...`, `incidents/...`, `csv/label`, `csv/no-label-column`,
 * `csv/options`, `csv/too-short`
 */
export async function importCsv(source: CsvSource): Promise<Dataset> {
  const { files, incidentsFile, roles, trainShare = TRAIN_SHARE } = source;
  checkOptions(source);
  const faults: Fault[] = [];
  const ids = files.map(idOf);
  const read: ({ recording: Recording; incidents: Labels['incidents'] } | null)[] = [];
  for (const [i, file] of files.entries()) {
    read.push(await collectFaults(faults, async () => split(ids[i]!, await readCsv(file, source), source.labelColumn)));
  }
  const extents = new Map(ids.map((id, i) => [id, extentOf(read[i]?.recording)]));
  const labels =
    incidentsFile === undefined ? null : await collectFaults(faults, () => readIncidents(incidentsFile, extents));
  const recordings = read.flatMap((part, i): DatasetRecording[] => {
    if (part === null) return [];
    const role = roles?.[i] ?? 'train-then-test';
    const rows = part.recording.timestampsMs.length;
    const scoredFromRow = role === 'train-then-test' ? Math.round(rows * trainShare) : 0;
    if (role === 'train-then-test' && (scoredFromRow === 0 || scoredFromRow === rows)) {
      const message = `${rows} rows are too few to learn from ${trainShare * 100} % of them and judge the rest`;
      faults.push({ code: 'csv/too-short', message, place: { file: files[i]! } });
    }
    const { incidents, benign } = labels?.get(ids[i]!) ?? { incidents: part.incidents, benign: [] };
    return [{ recording: part.recording, incidents, benign, role, group: ids[i]!, scoredFromRow }];
  });
  throwIfAny(faults);
  const channels = recordings.flatMap(({ recording }) => recording.channels);
  return {
    name: source.name ?? ids[0]!,
    title: ids.join(', '),
    licence: 'unknown',
    source: files.map((file) => basename(file)).join(', '),
    digest: await digestOf(source),
    channels: [...new Map(channels.map((channel) => [channelName(channel), channel])).values()],
    recordings,
    rulesFile: null,
  };
}

const idOf = (file: string) =>
  basename(file)
    .replace(/\.gz$/i, '')
    .replace(/\.csv$/i, '');

function checkOptions({ files, labelColumn, incidentsFile, roles, trainShare = TRAIN_SHARE }: CsvSource): void {
  const faults: Fault[] = [];
  const add = (message: string, hint?: string) =>
    faults.push({ code: 'csv/options', message, ...(hint !== undefined && { hint }) });
  if (labelColumn !== undefined && incidentsFile !== undefined) {
    add('labels come from a column or from a file, not from both');
  }
  if (roles !== undefined && roles.length !== files.length) {
    add(`${files.length} files need ${files.length} roles, got ${roles.length}`);
  }
  if (!(trainShare > 0 && trainShare < 1)) add(`the train share lies between 0 and 1, got ${trainShare}`);
  const ids = files.map(idOf);
  ids.forEach((id, i) => {
    if (ids.indexOf(id) < i) add(`two files would both be recording ${JSON.stringify(id)}`, 'rename one of them');
  });
  throwIfAny(faults);
}

function split(id: string, table: CsvTable, labelColumn: string | undefined) {
  const names = table.columnNames;
  const label = labelColumn === undefined ? -1 : names.indexOf(labelColumn);
  if (labelColumn !== undefined && label === -1) {
    const place = { file: table.file, line: 1 };
    throw InputError.of(
      'csv/no-label-column',
      `no column ${JSON.stringify(labelColumn)}`,
      place,
      `known here: ${names.join(', ')}`,
    );
  }
  if (label >= 0 && names.length === 1) {
    throw InputError.of('csv/no-columns', 'there is nothing to watch beside the labels', { file: table.file, line: 1 });
  }
  const recording: Recording = {
    id,
    channels: names
      .filter((_, i) => i !== label)
      .map((name) => ({ labels: parseChannelName(name), unit: '1', kind: 'gauge' })),
    timestampsMs: table.timestampsMs,
    columns: table.columns.filter((_, i) => i !== label),
  };
  return { recording, incidents: label === -1 ? [] : incidentsFromColumn(id, table, label) };
}

/** Over the files as they are and the options that decide what is read from them. */
async function digestOf({ files, incidentsFile, name, ...options }: CsvSource): Promise<string> {
  const read = [...files, ...(incidentsFile === undefined ? [] : [incidentsFile])];
  const digests = await Promise.all(read.map(async (file) => sha256(await readFile(file))));
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(JSON.stringify({ ids: files.map(idOf), digests, options: sorted }));
}
