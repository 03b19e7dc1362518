import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Dataset } from '../telemetry/dataset.ts';
import { summariseDataset } from '../telemetry/dataset-summary.ts';
import { loadDataset } from '../telemetry/load-dataset.ts';
import { toDatasetFiles } from '../telemetry/to-dataset-files.ts';
import { writeDataset } from '../telemetry/write-dataset.ts';
import type { CommandIo } from './command-io.ts';
import { datasetSummaryText } from './dataset-summary-text.ts';

export interface WriteOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export interface AboutOptions {
  readonly name?: string;
  readonly title?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly description: string;
}

/** The options of a command that writes a dataset folder. */
export function writing(command: Command): Command {
  return command
    .requiredOption('--out <folder>', 'dataset folder to write')
    .option('--force', 'replace the folder when it is there')
    .option('--json', 'print one JSON document');
}

/** The options that say what the manifest cannot know. */
export function describing(command: Command): Command {
  return command
    .option('--name <name>', 'name in the manifest')
    .option('--title <text>', 'title in the manifest')
    .option('--licence <spdx>', 'licence in the manifest')
    .option('--source <text>', 'where the readings come from, for the manifest')
    .option('--description <text>', 'description in the manifest', 'Imported; no description was given.');
}

/** Writes an imported dataset under the names the user gave it, and prints what it holds. */
export async function writeImported(
  io: CommandIo,
  dataset: Dataset,
  options: WriteOptions & AboutOptions,
): Promise<void> {
  const { name, title, licence, source } = options;
  const named: Dataset = {
    ...dataset,
    ...(name !== undefined && { name }),
    ...(title !== undefined && { title }),
    ...(licence !== undefined && { licence }),
    ...(source !== undefined && { source }),
  };
  const files = toDatasetFiles(named, { description: options.description });
  await writeDataset(resolve(io.cwd, options.out), files, { replace: options.force === true });
  await reportWritten(io, options);
}

/** Reads back what was written: what is printed is what the folder holds. */
export async function reportWritten(io: CommandIo, { out, json }: WriteOptions): Promise<void> {
  const summary = summariseDataset(await loadDataset(resolve(io.cwd, out)));
  if (json === true) io.out(`${JSON.stringify({ folder: out, ...summary })}\n`);
  else io.out(`wrote ${join(out, 'dataset.json')}\n${datasetSummaryText(summary)}`);
}
