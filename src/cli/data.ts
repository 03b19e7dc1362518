import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Fault, throwIfAny } from '../faults.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import type { Role } from '../telemetry/dataset.ts';
import { type DatasetSummary, summariseDataset } from '../telemetry/dataset-summary.ts';
import { generateWebshop, WEBSHOP_RULES, WEBSHOP_SEED } from '../telemetry/generate-webshop.ts';
import { importCsv, TRAIN_SHARE } from '../telemetry/import-csv.ts';
import { importNab } from '../telemetry/import-nab.ts';
import { loadDataset } from '../telemetry/load-dataset.ts';
import { writeDataset } from '../telemetry/write-dataset.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { importCloudwatchCommand } from './data-import-cloudwatch.ts';
import { datasetSummaryText } from './dataset-summary-text.ts';
import { WEBSHOP_DATA } from './default-data.ts';
import {
  type AboutOptions,
  describing,
  reportWritten,
  type WriteOptions,
  writeImported,
  writing,
} from './imported-dataset.ts';
import { share } from './option-values.ts';

/** Bring telemetry in, say precisely what is wrong with it, make some up. */
export const dataCommand: CommandModule = (io) =>
  new Command('data')
    .description('import, validate and generate datasets')
    .addCommand(
      new Command('import')
        .description('write a dataset folder from data in another format')
        .addCommand(importNabCommand(io))
        .addCommand(importCsvCommand(io))
        .addCommand(importCloudwatchCommand(io)),
    )
    .addCommand(validateCommand(io))
    .addCommand(
      new Command('generate').description('write a dataset folder of made-up telemetry').addCommand(webshopCommand(io)),
    );

const ROLES = ['train', 'validation', 'test', 'train-then-test'] as const satisfies readonly Role[];

function importNabCommand(io: CommandIo): Command {
  const command = new Command('nab')
    .description('a checkout of the Numenta Anomaly Benchmark: data/ and labels/combined_windows.json')
    .argument('<checkout>', 'its folder')
    .option('--select <glob>', 'only these series, as CATEGORY/NAME with *, ? and **');
  return describing(writing(command)).action(
    async (checkout: string, options: WriteOptions & AboutOptions & { readonly select?: string }) => {
      const root = resolve(io.cwd, checkout);
      const { select } = options;
      await writeImported(io, await importNab({ root, ...(select !== undefined && { select }) }), options);
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
    await writeImported(io, dataset, options);
  });
}

function webshopCommand(io: CommandIo): Command {
  const command = new Command('webshop')
    .description('a web shop: eight channels, nine weeks, thirteen kinds of incident')
    .option('--seed <number>', 'same seed, same readings', wholeNumber, WEBSHOP_SEED);
  return writing(command).action(async (options: WriteOptions & { readonly seed: number }) => {
    const rules = await readFile(join(WEBSHOP_DATA, WEBSHOP_RULES), 'utf8');
    await writeDataset(resolve(io.cwd, options.out), generateWebshop(options.seed, rules), {
      replace: options.force === true,
    });
    await reportWritten(io, options);
  });
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

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value)) throw new InvalidArgumentError(`expected a whole number`);
  return value;
}
