import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, throwIfAny } from '../faults.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { importCsv } from '../telemetry/import-csv.ts';
import { importNab } from '../telemetry/import-nab.ts';
import { loadDataset, type Reading } from '../telemetry/load-dataset.ts';

/** Where telemetry comes from, as the user named it. */
export interface DatasetSource {
  readonly path: string;
  /** Glob over recording ids, for formats that hold many. */
  readonly select?: string;
  /** For a CSV file: the 0/1 column, or the file of incidents, that says what was true. */
  readonly labelColumn?: string;
  readonly incidents?: string;
  readonly timeColumn?: string;
}

/**
 * A dataset folder (`dataset.json`), a NAB checkout (`data/` and `labels/combined_windows.json`) or a CSV file.
 * @throws InputError `data/not-found`, `data/unknown-format`, and whatever the format's reader finds wrong
 */
export async function openDataset(source: DatasetSource, reading?: Reading): Promise<Dataset> {
  const { path, select } = source;
  const found = await stat(path).catch(() => null);
  if (found === null) throw InputError.of('data/not-found', `no such file or folder: ${path}`);
  if (found.isFile()) return openCsv(source);
  if (await exists(join(path, 'dataset.json'))) {
    refuse(source, ['select', 'labelColumn', 'incidents', 'timeColumn'], 'a dataset folder says everything itself');
    return loadDataset(path, reading);
  }
  if (await exists(join(path, 'labels', 'combined_windows.json'))) {
    refuse(source, ['labelColumn', 'incidents', 'timeColumn'], 'a NAB checkout brings its labels');
    return importNab({ root: path, ...(select !== undefined && { select }) });
  }
  throw InputError.of(
    'data/unknown-format',
    `${path} holds neither dataset.json nor labels/combined_windows.json`,
    undefined,
    'expected a dataset folder, a NAB checkout or a CSV file; "watchbench data import csv" makes a dataset folder',
  );
}

/**
 * The same where nothing is judged: a CSV file needs no labels.
 * @throws InputError as {@link openDataset}
 */
export async function openTelemetry(path: string): Promise<Dataset> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? importCsv({ files: [path], roles: ['test'] }) : openDataset({ path });
}

function openCsv(source: DatasetSource): Promise<Dataset> {
  const { path, labelColumn, incidents, timeColumn } = source;
  refuse(source, ['select'], 'a CSV file is one recording');
  if (labelColumn === undefined && incidents === undefined) {
    throw InputError.of(
      'data/no-labels',
      'without labels there is nothing to judge by',
      { file: path },
      'name a 0/1 column (--label-column) or a file of incidents (--incidents)',
    );
  }
  return importCsv({
    files: [path],
    ...(labelColumn !== undefined && { labelColumn }),
    ...(incidents !== undefined && { incidentsFile: incidents }),
    ...(timeColumn !== undefined && { timeColumn }),
  });
}

function refuse(source: DatasetSource, settings: readonly (keyof DatasetSource)[], why: string): void {
  throwIfAny(
    settings
      .filter((setting) => source[setting] !== undefined)
      .map((setting) => ({
        code: 'data/setting',
        message: `${setting} ${JSON.stringify(source[setting])} does not go with ${source.path}: ${why}`,
      })),
  );
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
