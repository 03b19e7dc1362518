import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { importCloudwatch } from '../telemetry/import-cloudwatch.ts';
import { TRAIN_SHARE } from '../telemetry/import-csv.ts';
import type { CommandIo } from './command-io.ts';
import { type AboutOptions, describing, type WriteOptions, writeImported, writing } from './imported-dataset.ts';
import { share } from './option-values.ts';

interface CloudwatchOptions extends WriteOptions, AboutOptions {
  readonly queries?: string;
  readonly partial: 'refuse' | 'flag';
  readonly byFile?: boolean;
  readonly incidents?: string;
  readonly trainShare: number;
}

/** `data import cloudwatch`. */
export function importCloudwatchCommand(io: CommandIo): Command {
  const command = new Command('cloudwatch')
    .description('answers of aws cloudwatch get-metric-data and get-metric-statistics, as one recording')
    .argument('<files...>', 'JSON; pages as files in their order, or one after the other in a file')
    .option('--queries <file>', 'the MetricDataQueries that were asked: names, dimensions and statistics of the ids')
    .addOption(
      new Option('--partial <what>', 'what becomes of series that are not complete (PartialData)')
        .choices(['refuse', 'flag'])
        .default('refuse'),
    )
    .option('--by-file', 'tell answers of get-metric-statistics for metrics of one name apart by their file')
    .option('--incidents <file>', 'an incidents file; the recording is named like the dataset')
    .option('--train-share <share>', 'share of the rows to learn from', share, TRAIN_SHARE);
  return describing(writing(command)).action(async (files: [string, ...string[]], options: CloudwatchOptions) => {
    const { queries, partial, byFile, incidents, trainShare, name } = options;
    const [first, ...rest] = files;
    const dataset = await importCloudwatch({
      files: [resolve(io.cwd, first), ...rest.map((file) => resolve(io.cwd, file))],
      partial,
      trainShare,
      byFile: byFile === true,
      ...(queries !== undefined && { queriesFile: resolve(io.cwd, queries) }),
      ...(incidents !== undefined && { incidentsFile: resolve(io.cwd, incidents) }),
      ...(name !== undefined && { name }),
    });
    await writeImported(io, dataset, options);
  });
}
