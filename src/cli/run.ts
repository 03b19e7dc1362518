import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { InputError } from '../faults.ts';
import { type RunRecord, STUDIES, type Study } from '../record/schema.ts';
import { writeRecord } from '../record/write.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { cellStore } from '../run/cell-store.ts';
import type { WatchbenchConfig } from '../run/config.ts';
import { type DatasetSource, openDataset } from '../run/open-dataset.ts';
import { makePlan, planDigest } from '../run/plan.ts';
import { processPool } from '../run/process-pool.ts';
import { CONFIG_NAMES, readConfig } from '../run/read-config.ts';
import { runPlan } from '../run/run-plan.ts';
import { renderHtml } from '../views/html/render.ts';
import { renderMarkdown } from '../views/markdown/render.ts';
import { renderTerminal } from '../views/terminal/render.ts';
import type { CommandIo, CommandModule, ExitCode } from './command-io.ts';
import { DEFAULT_DATA } from './default-data.ts';
import { describeEnvironment } from './environment.ts';
import { runProgress } from './progress.ts';

interface RunOptions {
  readonly data?: string;
  readonly select?: string;
  readonly labelColumn?: string;
  readonly incidents?: string;
  readonly timeColumn?: string;
  readonly contenders?: string[];
  readonly studies?: Study[];
  readonly seeds?: number[];
  readonly out: string;
  readonly jobs: number;
  readonly cellTimeout: number;
  readonly fresh?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export const runCommand: CommandModule = (io) =>
  new Command('run')
    .description('compare the contenders: plan, run every cell, write the record and the reports')
    .argument('[config]', `configuration file (default: ${CONFIG_NAMES[0]} and its kin, where there is one)`)
    .option(
      '-d, --data <path>',
      'dataset folder, NAB checkout or CSV file (default: the web shop that comes with the package)',
    )
    .option('--select <glob>', "which recordings of a NAB checkout, such as 'realAWSCloudwatch/*'")
    .option('--label-column <name>', 'CSV file: the 0/1 column that says what was true')
    .option('--incidents <file>', 'CSV file: the incidents that say what was true')
    .option('--time-column <name>', 'CSV file: default is the first column named like a time')
    .option('-c, --contenders <names>', 'who takes part, separated by commas', list)
    .option('-s, --studies <names>', `which studies: ${STUDIES.join(', ')}`, studies)
    .option('--seeds <numbers>', 'seeds, separated by commas; the first is used by all studies', seeds)
    .option('-o, --out <folder>', 'where runs are written', 'reports/runs')
    .option('-j, --jobs <number>', 'cells at work at once', wholeNumber, 2)
    .option('--cell-timeout <seconds>', 'stop a cell that takes longer', wholeNumber, 1800)
    .option('--fresh', 'do not go on with an interrupted run of the same plan')
    .option('-q, --quiet', 'no progress')
    .option('--json', 'print the record on standard output instead of the table')
    .action((config: string | undefined, options: RunOptions) => run(io, config, options));

async function run(io: CommandIo, configFile: string | undefined, options: RunOptions): Promise<void> {
  const config = await chooseConfig(io, configFile, options);
  const source = sourceOf(config);
  const dataset = await openDataset(source);
  const plan = await makePlan(config, dataset);
  const digest = planDigest(plan);
  const store = cellStore(options.out, digest);
  if (options.fresh === true) await store.clear();

  const abort = new AbortController();
  const pool = processPool({ entry: process.argv[1]!, plan, source }, options.cellTimeout * 1000);
  const stop = () => {
    abort.abort();
    pool.stop();
  };
  // Not `once`: the spinner's own clean-up ends the process where it finds no other listener left.
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const progress = runProgress(io, options.quiet === true);
  try {
    const record = await runPlan({
      plan,
      dataset,
      environment: await describeEnvironment(io),
      runCell: pool.runCell,
      jobs: options.jobs,
      store,
      nowMs: () => performance.now(),
      onEvent: progress.onEvent,
      signal: abort.signal,
    });
    progress.stop();
    await publish(io, record, options);
    await store.clear();
    io.exit(exitCodeOf(record));
  } finally {
    progress.stop();
    pool.stop();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function chooseConfig(io: CommandIo, named: string | undefined, options: RunOptions): Promise<WatchbenchConfig> {
  const found = named ?? CONFIG_NAMES.find((name) => existsSync(join(io.cwd, name)));
  if (named !== undefined && !existsSync(named)) {
    throw InputError.of(
      'config/not-found',
      `no such file: ${named}`,
      undefined,
      '"watchbench init" writes a commented one',
    );
  }
  const config = found === undefined ? {} : await readConfig(found);
  const fromConfig = typeof config.data === 'string' ? { path: config.data } : config.data;
  const { select, labelColumn, incidents, timeColumn } = options;
  const source: Exclude<WatchbenchConfig['data'], string | undefined> = {
    ...(options.data === undefined
      ? (fromConfig ?? { path: relative(io.cwd, DEFAULT_DATA) || '.' })
      : { path: options.data }),
    ...(select !== undefined && { select }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(incidents !== undefined && { incidents }),
    ...(timeColumn !== undefined && { timeColumn }),
  };
  return {
    ...config,
    data: source,
    ...(options.contenders && { contenders: options.contenders }),
    ...(options.studies && { studies: options.studies }),
    ...(options.seeds && { seeds: options.seeds }),
  };
}

const sourceOf = ({ data }: WatchbenchConfig): DatasetSource => data as DatasetSource;

async function publish(io: CommandIo, record: RunRecord, options: RunOptions): Promise<void> {
  const stamp = record.environment.measurement.startedAt.replaceAll(/[-:]/g, '').slice(0, 15).replace('T', '-');
  const folder = join(options.out, `${record.plan.dataset.name}-${stamp}`);
  await mkdir(folder, { recursive: true });
  await writeRecord(join(folder, 'record.json'), record);
  await writeAtomically(join(folder, 'report.html'), renderHtml(record));
  await writeAtomically(join(folder, 'summary.md'), renderMarkdown(record));
  if (options.json === true) {
    io.out(`${JSON.stringify(record)}\n`);
    return;
  }
  io.out(renderTerminal(record, { color: io.outIsTerminal, columns: io.columns }));
  io.out(
    `\nreport   ${join(folder, 'report.html')}\nsummary  ${join(folder, 'summary.md')}\nrecord   ${join(folder, 'record.json')}\n`,
  );
}

/** 4 when a contender failed a cell, 1 when one broke a property it must hold, else 0. */
function exitCodeOf({ cells }: RunRecord): ExitCode {
  if (cells.some(({ outcome }) => outcome.kind === 'failed')) return 4;
  const broken = cells.some(
    ({ outcome }) =>
      outcome.kind === 'measured' &&
      outcome.result.kind === 'behaviour' &&
      outcome.result.properties.some(
        (property) => property.scope !== 'characterise' && property.outcome.kind === 'violated',
      ),
  );
  return broken ? 1 : 0;
}

const list = (text: string): string[] => text.split(',').map((part) => part.trim());

function studies(text: string): Study[] {
  return list(text).map((name) => {
    const study = STUDIES.find((known) => known === name);
    if (study === undefined)
      throw new InvalidArgumentError(`there is no study ${JSON.stringify(name)}; known: ${STUDIES.join(', ')}`);
    return study;
  });
}

function seeds(text: string): number[] {
  return list(text).map((part) => {
    const seed = Number(part);
    if (!(Number.isInteger(seed) && seed >= 1 && seed <= 0x7fffffff)) {
      throw new InvalidArgumentError(`a seed is a whole number from 1 to 2147483647, got ${JSON.stringify(part)}`);
    }
    return seed;
  });
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!(Number.isInteger(number) && number >= 1))
    throw new InvalidArgumentError(`expected a whole number from 1 up, got ${JSON.stringify(text)}`);
  return number;
}
