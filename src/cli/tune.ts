import { existsSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../faults.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import type { WatchbenchConfig } from '../run/config.ts';
import { openDataset } from '../run/open-dataset.ts';
import { processPool } from '../run/process-pool.ts';
import { trialStore } from '../tuner/trial-store.ts';
import { tune } from '../tuner/tune.ts';
import { makeTunePlan, type TunePlan } from '../tuner/tune-plan.ts';
import type { TuneReport } from '../tuner/tune-report.ts';
import { tunedConfig } from '../tuner/write-config.ts';
import { type ConfigOptions, chooseConfig, withConfigOptions } from './chosen-config.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { positiveNumber, wholeNumber } from './option-values.ts';
import { tuneProgress } from './tune-progress.ts';
import { formatTune } from './tune-text.ts';

interface TuneOptions extends ConfigOptions {
  readonly trials?: number;
  readonly maxMinutes?: number;
  readonly write?: string;
  readonly force?: boolean;
  readonly out: string;
  readonly jobs: number;
  readonly trialTimeout: number;
  readonly fresh?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export const tuneCommand: CommandModule = (io) =>
  withConfigOptions(
    new Command('tune').description(
      'choose settings of every contender by equally many trials, where they are not judged, and judge what was chosen',
    ),
  )
    .option(
      '-n, --trials <number>',
      'settings tried of each contender, the first as shipped (default: 30)',
      wholeNumber,
    )
    .option('--max-minutes <number>', 'start no trial after this long; all sides keep equally many', positiveNumber)
    .option('-w, --write <file>', 'write a configuration with the tuned contenders beside the shipped, and their files')
    .option('--force', 'let --write overwrite what is there')
    .option('-o, --out <folder>', 'where finished trials are kept until all are', 'reports/runs')
    .option('-j, --jobs <number>', 'trials at work at once', wholeNumber, 2)
    .option('--trial-timeout <seconds>', 'stop a trial that takes longer; it counts as failed', wholeNumber, 1800)
    .option('--fresh', 'do not go on with an interrupted tune')
    .option('-q, --quiet', 'no progress')
    .option('--json', 'print one JSON document')
    .action((config: string | undefined, options: TuneOptions) => tuneAndTell(io, config, options));

async function tuneAndTell(io: CommandIo, configFile: string | undefined, options: TuneOptions): Promise<void> {
  if (options.write !== undefined) checkTarget(options.write, options.force === true);
  const chosen = await chooseConfig(io, configFile, options);
  const config = withTrials(chosen, options.trials);
  const source = chosen.data;
  const dataset = await openDataset(source);
  const tunePlan = await makeTunePlan(config, dataset);
  const store = trialStore(options.out, tunePlan.digest);
  if (options.fresh === true) await store.clear();

  const abort = new AbortController();
  const pool = processPool({ entry: process.argv[1]!, plan: tunePlan.plan, source }, options.trialTimeout * 1000);
  const stop = () => {
    abort.abort();
    pool.stop();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const progress = tuneProgress(io, options.quiet === true);
  try {
    const report = await tune({
      tunePlan,
      runErrand: pool.runErrand,
      jobs: options.jobs,
      store,
      onEvent: progress.onEvent,
      signal: abort.signal,
      budgetMs: options.maxMinutes === undefined ? null : options.maxMinutes * 60_000,
      nowMs: () => performance.now(),
    });
    progress.stop();
    const written = options.write === undefined ? [] : await write(options.write, { config, tunePlan, report });
    io.out(options.json === true ? `${JSON.stringify(report)}\n` : formatTune(report, { ...io, written }));
    // What there was no time for can still be tried: the same command with more time goes on from here.
    if (report.trials.used === report.trials.asked) await store.clear();
    if (report.contenders.some(({ kind }) => kind === 'failed')) io.exit(4);
  } finally {
    progress.stop();
    pool.stop();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

const withTrials = (config: WatchbenchConfig, trials: number | undefined): WatchbenchConfig =>
  trials === undefined ? config : { ...config, tune: { ...config.tune, trials } };

function checkTarget(file: string, force: boolean): void {
  if (!['.yaml', '.yml', '.json'].includes(extname(file))) {
    throw InputError.of('tune/write', `expected a file that ends in .yaml, .yml or .json, got ${JSON.stringify(file)}`);
  }
  if (existsSync(file) && !force) {
    throw InputError.of('tune/exists', 'is there already', { file }, '--force overwrites it');
  }
}

async function write(
  file: string,
  of: { readonly config: WatchbenchConfig; readonly tunePlan: TunePlan; readonly report: TuneReport },
): Promise<string[]> {
  const files = tunedConfig({ ...of, file: join(file) });
  // The configuration last: where it is, what it names is too.
  for (const { path, text } of files.toReversed()) await writeAtomically(path, text);
  return files.map(({ path }) => path);
}
