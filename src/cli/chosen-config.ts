import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../faults.ts';
import type { WatchbenchConfig } from '../run/config.ts';
import { nabProtocol } from '../run/nab-protocol.ts';
import type { DatasetSource } from '../run/open-dataset.ts';
import { CONFIG_NAMES, readConfig } from '../run/read-config.ts';
import type { CommandIo } from './command-io.ts';
import { DEFAULT_DATA } from './default-data.ts';
import { list, seeds } from './option-values.ts';

/** What the command line says over the configuration. */
export interface ConfigOptions {
  readonly data?: string;
  readonly select?: string;
  readonly labelColumn?: string;
  readonly incidents?: string;
  readonly timeColumn?: string;
  readonly contenders?: string[];
  readonly seeds?: number[];
  readonly protocol?: 'nab';
}

/** The options behind {@link ConfigOptions}, in the order of the help. */
export function withConfigOptions(command: Command): Command {
  return command
    .argument('[config]', `configuration file (default: ${CONFIG_NAMES[0]} and its kin, where there is one)`)
    .option(
      '-d, --data <path>',
      'dataset folder, NAB checkout or CSV file (default: the recorded web shop that comes with the package)',
    )
    .option('--select <glob>', "which recordings of a NAB checkout, such as 'realAWSCloudwatch/*'")
    .option('--label-column <name>', 'CSV file: the 0/1 column that says what was true')
    .option('--incidents <file>', 'CSV file: the incidents that say what was true')
    .option('--time-column <name>', 'CSV file: default is the first column named like a time')
    .option('-c, --contenders <names>', 'who takes part, separated by commas', list)
    .option(
      '--seeds <numbers>',
      'how many seeds (10: from 1 to 10), or the seeds themselves, separated by commas; the first is used by all studies',
      seeds,
    )
    .addOption(
      new Option(
        '--protocol <name>',
        'how to compare; nab: all models with all seeds, thresholds as written and held out',
      ).choices(['nab']),
    );
}

/**
 * The configuration that is named, else the one that lies in the working directory, else none; the options over it.
 * @throws InputError `config/not-found`, and what is wrong with the file
 */
export async function chooseConfig(
  io: CommandIo,
  named: string | undefined,
  options: ConfigOptions,
): Promise<WatchbenchConfig & { readonly data: DatasetSource }> {
  const found = named ?? CONFIG_NAMES.find((name) => existsSync(join(io.cwd, name)));
  if (named !== undefined && !existsSync(named)) {
    throw InputError.of(
      'config/not-found',
      `no such file: ${named}`,
      undefined,
      '"watchbench init" writes a commented one',
    );
  }
  const written = found === undefined ? {} : await readConfig(found);
  const config = options.protocol === 'nab' ? nabProtocol(written) : written;
  const fromConfig = typeof config.data === 'string' ? { path: config.data } : config.data;
  const { select, labelColumn, incidents, timeColumn } = options;
  const source: DatasetSource = {
    ...((options.data === undefined
      ? (fromConfig ?? { path: relative(io.cwd, DEFAULT_DATA) || '.' })
      : { path: options.data }) as DatasetSource),
    ...(select !== undefined && { select }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(incidents !== undefined && { incidents }),
    ...(timeColumn !== undefined && { timeColumn }),
  };
  return {
    ...config,
    data: source,
    ...(options.contenders && { contenders: options.contenders }),
    ...(options.seeds && { seeds: options.seeds }),
  };
}
