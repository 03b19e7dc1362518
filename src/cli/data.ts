import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Fault, throwIfAny } from '../faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import type { Dataset, Role } from '../telemetry/dataset.ts';
import { type DatasetSummary, summariseDataset } from '../telemetry/dataset-summary.ts';
import { generateWebshop, WEBSHOP_RULES, WEBSHOP_SEED } from '../telemetry/generate-webshop.ts';
import { importCsv, TRAIN_SHARE } from '../telemetry/import-csv.ts';
import { importNab } from '../telemetry/import-nab.ts';
import { loadDataset } from '../telemetry/load-dataset.ts';
import { toDatasetFiles } from '../telemetry/to-dataset-files.ts';
import { writeDataset } from '../telemetry/write-dataset.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { datasetSummaryText } from './dataset-summary-text.ts';
import { DEFAULT_DATA } from './default-data.ts';

/** Bring telemetry in, say precisely what is wrong with it, make some up. */
export const dataCommand: CommandModule = (io) =>
  new Command('data')
    .description('import, validate and generate datasets')
    .addCommand(
      new Command('import')
        .description('write a dataset folder from data in another format')
        .addCommand(importNabCommand(io))
        .addCommand(importCsvCommand(io)),
    )
    .addCommand(validateCommand(io))
    .addCommand(
      new Command('generate').description('write a dataset folder of made-up telemetry').addCommand(webshopCommand(io)),
    );

interface WriteOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

interface AboutOptions {
  readonly name?: string;
  readonly title?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly description: string;
}

const ROLES = ['train', 'validation', 'test', 'train-then-test'] as const satisfies readonly Role[];

function writing(command: Command): Command {
  return command
    .requiredOption('--out <folder>', 'dataset folder to write')
    .option('--force', 'replace the folder when it is there')
    .option('--json', 'print one JSON document');
}

function describing(command: Command): Command {
  return command
    .option('--name <name>', 'name in the manifest')
    .option('--title <text>', 'title in the manifest')
    .option('--licence <spdx>', 'licence in the manifest')
    .option('--source <text>', 'where the readings come from, for the manifest')
    .option('--description <text>', 'description in the manifest', 'Imported; no description was given.');
}

function importNabCommand(io: CommandIo): Command {
  const command = new Command('nab')
    .description('a checkout of the Numenta Anomaly Benchmark: data/ and labels/combined_windows.json')
    .argument('<checkout>', 'its folder')
    .option('--select <glob>', 'only these series, as CATEGORY/NAME with *, ? and **');
  return describing(writing(command)).action(
    async (checkout: string, options: WriteOptions & AboutOptions & { readonly select?: string }) => {
      const root = resolve(io.cwd, checkout);
      const { select } = options;
      await write(io, await importNab({ root, ...(select !== undefined && { select }) }), options);
    },
  );
}

interface CsvCommandOptions extends WriteOptions, AboutOptions {
  readonly timeColumn?: string;
  readonly labelColumn?: string;
  readonly incidents?: string;
  readonly roles?: readonly Role[];
  readonly trainShare: number;
  readonly asRecorded?: boolean;
}

function importCsvCommand(io: CommandIo): Command {
  const command = new Command('csv')
    .description('CSV files with a time column: one recording each, all other columns are channels')
    .argument('<files...>', 'plain or gzip')
    .option('--time-column <name>', 'default: the first column named like a time, else the first')
    .addOption(
      new Option('--label-column <name>', 'a 0/1 column: each run of ones is an incident').conflicts('incidents'),
    )
    .option('--incidents <file>', 'an incidents file; a recording is named like its file, without .csv')
    .option('--roles <roles>', `one per file, separated by commas: ${ROLES.join(', ')} (default: ${ROLES[3]})`, roles)
    .option('--train-share <share>', `share of each ${ROLES[3]} file to learn from`, share, TRAIN_SHARE)
    .option('--as-recorded', 'accept times that repeat or go backwards');
  return describing(writing(command)).action(async (files: [string, ...string[]], options: CsvCommandOptions) => {
    const { timeColumn, labelColumn, incidents, name } = options;
    const [first, ...rest] = files;
    const dataset = await importCsv({
      files: [resolve(io.cwd, first), ...rest.map((file) => resolve(io.cwd, file))],
      trainShare: options.trainShare,
      time: options.asRecorded === true ? 'as-recorded' : 'increasing',
      ...(timeColumn !== undefined && { timeColumn }),
      ...(labelColumn !== undefined && { labelColumn }),
      ...(incidents !== undefined && { incidentsFile: resolve(io.cwd, incidents) }),
      ...(options.roles !== undefined && { roles: options.roles }),
      ...(name !== undefined && { name }),
    });
    await write(io, dataset, options);
  });
}

async function write(io: CommandIo, dataset: Dataset, options: WriteOptions & AboutOptions): Promise<void> {
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
  await report(io, options);
}

function webshopCommand(io: CommandIo): Command {
  const command = new Command('webshop')
    .description('a web shop: eight channels, nine weeks, thirteen kinds of incident')
    .option('--seed <number>', 'same seed, same readings', wholeNumber, WEBSHOP_SEED);
  return writing(command).action(async (options: WriteOptions & { readonly seed: number }) => {
    const rules = await readFile(join(DEFAULT_DATA, WEBSHOP_RULES), 'utf8');
    await writeDataset(resolve(io.cwd, options.out), generateWebshop(options.seed, rules), {
      replace: options.force === true,
    });
    await report(io, options);
  });
}

/** Reads back what was written: what is printed is what the folder holds. */
async function report(io: CommandIo, { out, json }: WriteOptions): Promise<void> {
  const summary = summariseDataset(await loadDataset(resolve(io.cwd, out)));
  if (json === true) io.out(`${JSON.stringify({ folder: out, ...summary })}\n`);
  else io.out(`wrote ${join(out, 'dataset.json')}\n${datasetSummaryText(summary)}`);
}

type Validation =
  | ({ readonly folder: string; readonly ok: true } & DatasetSummary)
  | { readonly folder: string; readonly ok: false; readonly faults: readonly Fault[] };

function validateCommand(io: CommandIo): Command {
  return new Command('validate')
    .description('read dataset folders and say everything that is wrong with them, or what is in them')
    .argument('<folders...>', 'dataset folders')
    .option('--json', 'print one JSON document')
    .action(async (folders: readonly string[], { json }: { readonly json?: boolean }) => {
      const results: Validation[] = [];
      for (const folder of folders) results.push(await validate(folder, io.cwd));
      const faults = results.flatMap((result) => (result.ok ? [] : result.faults));
      if (json === true) {
        io.out(`${JSON.stringify({ datasets: results })}\n`);
        if (faults.length > 0) io.exit(2);
        return;
      }
      for (const result of results) if (result.ok) io.out(`${result.folder}: ${datasetSummaryText(result)}`);
      throwIfAny(faults);
    });
}

async function validate(folder: string, cwd: string): Promise<Validation> {
  const faults: Fault[] = [];
  const path = resolve(cwd, folder);
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path) || '.';
  const dataset = await collectFaults(faults, () => loadDataset(path));
  return dataset === null
    ? { folder: shown, ok: false, faults }
    : { folder: shown, ok: true, ...summariseDataset(dataset) };
}

function roles(text: string): Role[] {
  return text.split(',').map((part) => {
    const role = ROLES.find((known) => known === part.trim());
    if (role === undefined) throw new InvalidArgumentError(`expected ${ROLES.join(', ')}; got ${JSON.stringify(part)}`);
    return role;
  });
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError(`expected a number between 0 and 1, got ${text}`);
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) throw new InvalidArgumentError(`expected a whole number`);
  return value;
}
