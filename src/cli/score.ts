import { Command, InvalidArgumentError, Option } from 'commander';
import { METRICS } from '../accuracy/metrics.ts';
import { NAB_PROFILES } from '../accuracy/nab/profiles.ts';
import { parseDurationMs } from '../duration.ts';
import { InputError } from '../faults.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { type DecisionOptions, scoreDecisions } from './score-decisions.ts';
import { type NabOptions, scoreNab } from './score-nab.ts';

type ScoreOptions = Partial<NabOptions & DecisionOptions> & {
  readonly format: 'csv' | 'nab';
  readonly listMetrics?: boolean;
};

const PROFILE_IDS = NAB_PROFILES.map(({ id }) => id);

/** Accuracy of decisions made elsewhere: nothing is trained, nothing is replayed. */
export const scoreCommand: CommandModule = (io) =>
  new Command('score')
    .description('accuracy of scores made elsewhere: CSV files, or a results folder in the layout of NAB')
    .addOption(new Option('--format <format>', 'what is scored').choices(['csv', 'nab']).default('csv'))
    .optionsGroup('CSV files:')
    .option('--scores <files...>', 'a CSV file per recording, with a time and a score column; an empty score abstains')
    .option(
      '--incidents <file>',
      'what was true: an incidents file; a recording is named like its scores file, without .csv',
    )
    .option('--labels-column <name>', 'what was true: a 0/1 column of the scores files')
    .option('--score-column <name>', 'default: score, anomaly_score, or the only column left')
    .option('--time-column <name>', 'default: the first column named like a time')
    .option('--as-recorded', 'accept times that repeat or go backwards')
    .option('--metrics <ids>', 'which metrics, separated by commas (default: all)', list)
    .option('--skip-rows <number>', 'first rows of every file that count for nothing (warm-up)', wholeNumber, 0)
    .option('--hold <duration>', 'over the threshold for this long before an alert goes up', duration, 0)
    .option('--keep <duration>', 'an alert stays up this long after it was last over', duration, 0)
    .option('--cooldown <duration>', 'going up again within this is no second page', duration, 0)
    .option('--clear-ratio <share>', 'an alert clears below this share of the threshold', share, 1)
    .option('--resamples <number>', 'block resamples behind the intervals; 0 for no intervals', wholeNumber, 1000)
    .option('--seed <number>', 'seed of the resamples', wholeNumber, 1)
    .option('--list-metrics', 'print what each metric means, and stop')
    .optionsGroup('NAB:')
    .option('--data <folder>', 'a NAB checkout: data/ and labels/combined_windows.json')
    .option('--results <folder>', 'results in the layout of NAB (default: results/ of the checkout)')
    .option('--detector <names>', 'folders of the results, separated by commas', list)
    .option('--profile <ids>', `weights: ${PROFILE_IDS.join(', ')} (default: all)`, profiles)
    .option('--files', 'one line per file too')
    .optionsGroup('Both:')
    .option(
      '--threshold <threshold>',
      'a row is over at or above this number; with NAB also: published (of the results folder), sweep (the best, the default)',
      threshold,
    )
    .option('--json', 'print one JSON document')
    .action((options: ScoreOptions, command: Command) => score(io, options, command));

async function score(io: CommandIo, options: ScoreOptions, command: Command): Promise<void> {
  if (options.listMetrics === true) return listMetrics(io, options.json === true);
  refuseForeignOptions(options.format, command);
  if (options.format === 'nab') {
    if (options.data === undefined) throw missing('--data', 'the folder of a NAB checkout');
    if (options.detector === undefined) throw missing('--detector', 'one or more folders of the results');
    return scoreNab(io, { ...options, data: options.data, detector: options.detector });
  }
  if (options.scores === undefined) throw missing('--scores', 'one or more CSV files');
  if (options.threshold !== undefined && typeof options.threshold !== 'number') {
    throw InputError.of('score/threshold', `--threshold ${options.threshold} is for --format nab; expected a number`);
  }
  const { threshold, ...rest } = options;
  const defaulted = rest as DecisionOptions; // commander filled in every default
  return scoreDecisions(io, threshold === undefined ? defaulted : { ...defaulted, threshold });
}

const NAB_ONLY = ['data', 'results', 'detector', 'profile', 'files'];
const BOTH = ['format', 'threshold', 'json'];

/** An option that would be ignored is a misunderstanding. */
function refuseForeignOptions(format: 'csv' | 'nab', command: Command): void {
  const given = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  const foreign = given.filter((option) => {
    const name = option.attributeName();
    return !BOTH.includes(name) && NAB_ONLY.includes(name) !== (format === 'nab');
  });
  if (foreign.length === 0) return;
  const other = format === 'nab' ? 'csv' : 'nab';
  const names = foreign.map(({ long }) => long).join(', ');
  throw InputError.of('score/option', `${names}: only with --format ${other}; this is --format ${format}`);
}

const missing = (option: string, what: string) =>
  InputError.of('score/missing-option', `${option} is missing: expected ${what}`);

function listMetrics(io: CommandIo, json: boolean): void {
  const cards = METRICS.map(({ card }) => card);
  if (json) io.out(`${JSON.stringify(cards)}\n`);
  else
    for (const { id, version, title, unit, better, definition, undefinedWhen, source } of cards) {
      const direction = better === 'neither' ? 'neither way is better' : `${better} is better`;
      io.out(`${id} (version ${version}): ${title}, in ${unit === '1' ? 'shares' : unit}, ${direction}\n`);
      io.out(`  ${definition}\n  Undefined when ${undefinedWhen}.\n  ${source}\n\n`);
    }
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function profiles(text: string): NabOptions['profile'] {
  return list(text).map((id) => {
    const known = PROFILE_IDS.find((profile) => profile === id);
    if (known === undefined)
      throw new InvalidArgumentError(`expected ${PROFILE_IDS.join(', ')}; got ${JSON.stringify(id)}`);
    return known;
  });
}

function threshold(text: string): number | 'published' | 'sweep' {
  if (text === 'published' || text === 'sweep') return text;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError(`expected a number, published or sweep; got ${JSON.stringify(text)}`);
  }
  return value;
}

function duration(text: string): number {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof InputError) throw new InvalidArgumentError(error.faults[0].message);
    throw error;
  }
}

function share(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError(`expected a number above 0 and up to 1, got ${text}`);
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(Number.isInteger(value) && value >= 0)) {
    throw new InvalidArgumentError(`expected a whole number, got ${JSON.stringify(text)}`);
  }
  return value;
}
