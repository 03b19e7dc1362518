import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type RunRecord, STUDIES, type Study } from '../record/schema.ts';
import { writeRecord } from '../record/write.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { cellStore } from '../run/cell-store.ts';
import { openDataset } from '../run/open-dataset.ts';
import { makePlan, planDigest } from '../run/plan.ts';
import { processPool } from '../run/process-pool.ts';
import { runPlan } from '../run/run-plan.ts';
import { renderHtml } from '../views/html/render.ts';
import { renderMarkdown } from '../views/markdown/render.ts';
import { renderTerminal } from '../views/terminal/render.ts';
import { type ConfigOptions, chooseConfig, withConfigOptions } from './chosen-config.ts';
import type { CommandIo, CommandModule, ExitCode } from './command-io.ts';
import { describeEnvironment } from './environment.ts';
import { list, wholeNumber } from './option-values.ts';
import { runProgress } from './progress.ts';

interface RunOptions extends ConfigOptions {
  readonly studies?: Study[];
  readonly out: string;
  readonly jobs: number;
  readonly cellTimeout: number;
  readonly fresh?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export const runCommand: CommandModule = (io) =>
  withConfigOptions(
    new Command('run').description('compare the contenders: plan, run every cell, write the record and the reports'),
  )
    .option('-s, --studies <names>', `which studies: ${STUDIES.join(', ')}`, studies)
    .option('-o, --out <folder>', 'where runs are written', 'reports/runs')
    .option('-j, --jobs <number>', 'cells at work at once', wholeNumber, 2)
    .option('--cell-timeout <seconds>', 'stop a cell that takes longer', wholeNumber, 1800)
    .option('--fresh', 'do not go on with an interrupted run of the same plan')
    .option('-q, --quiet', 'no progress')
    .option('--json', 'print the record on standard output instead of the table')
    .action((config: string | undefined, options: RunOptions) => run(io, config, options));

async function run(io: CommandIo, configFile: string | undefined, options: RunOptions): Promise<void> {
  const chosen = await chooseConfig(io, configFile, options);
  const config = { ...chosen, ...(options.studies && { studies: options.studies }) };
  const source = chosen.data;
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

function studies(text: string): Study[] {
  return list(text).map((name) => {
    const study = STUDIES.find((known) => known === name);
    if (study === undefined)
      throw new InvalidArgumentError(`there is no study ${JSON.stringify(name)}; known: ${STUDIES.join(', ')}`);
    return study;
  });
}
