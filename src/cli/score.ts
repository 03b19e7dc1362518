import { Command, Option } from 'commander';
import { withCosts } from '../accuracy/cost-per-day.ts';
import { METRICS } from '../accuracy/metrics.ts';
import { NAB_PROFILES } from '../accuracy/nab/profiles.ts';
import { InputError } from '../faults.ts';
import { METRIC_GROUPS } from './chosen-metrics.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import {
  costs,
  duration,
  list,
  points,
  positiveDuration,
  positiveNumber,
  profiles,
  share,
  threshold,
  wholeNumber,
} from './score-arguments.ts';
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
    .option('--scores <files...>', 'a CSV file per recording, with a time and a score column')
    .option(
      '--incidents <file>',
      'what was true: an incidents file; a recording is named like its scores file, without .csv',
    )
    .option(
      '--labels <files...>',
      'what was true: a 0/1 file for each scores file, with the same rows by time, or by row where it has one column',
    )
    .option('--labels-column <name>', 'what was true: a 0/1 column of the scores files; with --labels, of those')
    .option('--score-column <name>', 'default: score, anomaly_score, or the only column left')
    .option('--time-column <name>', 'default: the first column named like a time')
    .option('--as-recorded', 'accept times that repeat or go backwards')
    .option('--step <duration>', 'the files have no time column; rows are this far apart', positiveDuration)
    .addOption(
      new Option('--nan <what>', 'rows without a finite score: refuse them by name, or count them as abstentions')
        .choices(['refuse', 'abstain'])
        .default('refuse'),
    )
    .option(
      '--metrics <ids>',
      `which metrics, separated by commas; ${Object.keys(METRIC_GROUPS).join(' and ')} name several (default: all but those of the benchmarks)`,
      list,
    )
    .option('--vus-buffer <rows>', 'widest buffer of the VUS metrics (default: 100)', wholeNumber)
    .option('--skip-rows <number>', 'first rows of every file that count for nothing (warm-up)', wholeNumber, 0)
    .option('--tolerance-before <duration>', 'a page this long before an incident still belongs to it', duration, 0)
    .option('--tolerance-after <duration>', 'a page this long after an incident still belongs to it', duration, 0)
    .option(
      '--costs <table>',
      'cost per mistake: missedIncident=10,falsePage=1,repeatedPage=0.2,undetectedHour=1',
      costs,
    )
    .option('--threshold-from <files...>', 'choose the threshold on these scores files instead of giving one')
    .option('--threshold-labels <files...>', 'label files of those, where --labels are given')
    .option('--threshold-incidents <file>', 'incidents of those, where not in --incidents')
    .option('--choose-by <metric>', 'metric the threshold is chosen by', 'event-f1')
    .option('--trials <number>', 'candidate thresholds tried', positiveNumber, 100)
    .option('--hold <duration>', 'over the threshold for this long before an alert goes up', duration, 0)
    .option('--keep <duration>', 'an alert stays up this long after it was last over', duration, 0)
    .option('--cooldown <duration>', 'going up again within this is no second page', duration, 0)
    .option('--clear-ratio <share>', 'an alert clears below this share of the threshold', share, 1)
    .option('--list-metrics', 'print what each metric means, and stop')
    .optionsGroup('NAB:')
    .option('--data <folder>', 'a NAB checkout: data/ and labels/combined_windows.json')
    .option('--results <folder>', 'results in the layout of NAB (default: results/ of the checkout)')
    .option('--profile <ids>', `weights: ${PROFILE_IDS.join(', ')} (default: all)`, profiles)
    .option('--select <globs>', 'only these files, separated by commas: realAWSCloudwatch/*', list)
    .option('--compare', 'difference of each two detectors, with interval and P(A > B), on the same resamples of files')
    .option('--margin <points>', 'a smaller difference is no difference', points, 0)
    .option('--files', 'one line per file too')
    .optionsGroup('Both:')
    .option(
      '--threshold <threshold>',
      'a row is over at or above this number; with NAB also: published (of the results folder), sweep (the best on the labels it is judged by, the default), leave-group-out (per folder, the best on all others)',
      threshold,
    )
    .option(
      '--detector <names>',
      'NAB: folders of the results, separated by commas; with --write-nab: the name to write',
      list,
    )
    .option('--write-nab <folder>', 'write the scores as results in the layout of NAB, for its own runner')
    .option('--resamples <number>', 'resamples behind the intervals; 0 for no intervals', wholeNumber, 1000)
    .option('--seed <number>', 'seed of the resamples', wholeNumber, 1)
    .option('--json', 'print one JSON document')
    .action((options: ScoreOptions, command: Command) => score(io, options, command));

async function score(io: CommandIo, options: ScoreOptions, command: Command): Promise<void> {
  if (options.listMetrics === true) return listMetrics(io, options);
  refuseForeignOptions(options.format, command);
  if (options.format === 'nab') {
    if (options.data === undefined) throw missing('--data', 'the folder of a NAB checkout');
    if (options.detector === undefined) throw missing('--detector', 'one or more folders of the results');
    return scoreNab(io, options as NabOptions); // commander filled in every default
  }
  if (options.scores === undefined) throw missing('--scores', 'one or more CSV files');
  if (options.threshold !== undefined && typeof options.threshold !== 'number') {
    throw InputError.of('score/threshold', `--threshold ${options.threshold} is for --format nab; expected a number`);
  }
  if (options.threshold !== undefined && options.thresholdFrom !== undefined) {
    throw InputError.of('score/threshold', 'expected a threshold given or chosen: --threshold or --threshold-from');
  }
  if (options.detector !== undefined && options.writeNab === undefined) {
    throw InputError.of('score/option', '--detector: only with --format nab or --write-nab; this is --format csv');
  }
  const { threshold, ...rest } = options;
  const defaulted = rest as DecisionOptions; // commander filled in every default
  return scoreDecisions(io, threshold === undefined ? defaulted : { ...defaulted, threshold });
}

const NAB_ONLY = ['data', 'results', 'profile', 'select', 'compare', 'margin', 'files'];
const BOTH = ['format', 'threshold', 'detector', 'writeNab', 'resamples', 'seed', 'json'];

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

function listMetrics(io: CommandIo, { json = false, costs: table }: ScoreOptions): void {
  const cards = withCosts(METRICS, table).map(({ card }) => card);
  if (json) io.out(`${JSON.stringify(cards)}\n`);
  else
    for (const { id, version, title, unit, better, definition, undefinedWhen, source } of cards) {
      const direction = better === 'neither' ? 'neither way is better' : `${better} is better`;
      io.out(`${id} (version ${version}): ${title}, in ${unit === '1' ? 'shares' : unit}, ${direction}\n`);
      io.out(`  ${definition}\n  Undefined when ${undefinedWhen}.\n  ${source}\n\n`);
    }
}
