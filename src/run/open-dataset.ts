import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../faults.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { importCsv } from '../telemetry/import-csv.ts';
import { importNab } from '../telemetry/import-nab.ts';
import { loadDataset } from '../telemetry/load-dataset.ts';

/** Where telemetry comes from, as the user named it. */
export interface DatasetSource {
  readonly path: string;
  /** Glob over recording ids, for formats that hold many. */
  readonly select?: string;
}

/**
 * A dataset folder (`dataset.json`), a NAB checkout (`data/` and `labels/combined_windows.json`) or a CSV file.
 * @throws InputError `data/not-found`, `data/unknown-format`, and whatever the format's reader finds wrong
 */
export async function openDataset({ path, select }: DatasetSource): Promise<Dataset> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw InputError.of('data/not-found', `no such file or folder: ${path}`);
  if (found.isFile()) return importCsv({ files: [path] });
  if (await exists(join(path, 'dataset.json'))) {
    const dataset = await loadDataset(path);
    if (select !== undefined)
      throw InputError.of(
        'data/select',
        '--select chooses among the files of a NAB checkout; a dataset folder is used whole',
      );
    return dataset;
  }
  if (await exists(join(path, 'labels', 'combined_windows.json'))) {
    return importNab({ root: path, ...(select !== undefined && { select }) });
  }
  throw InputError.of(
    'data/unknown-format',
    `${path} holds neither dataset.json nor labels/combined_windows.json`,
    undefined,
    'expected a dataset folder, a NAB checkout or a CSV file; "watchbench data import csv" makes a dataset folder',
  );
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
