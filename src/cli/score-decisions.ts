import { basename, dirname, resolve } from 'node:path';
import { bootstrapMetrics, chooseBlocks } from '../accuracy/bootstrap.ts';
import { chanceLevel } from '../accuracy/chance-level.ts';
import type { CostTable } from '../accuracy/cost-table.ts';
import { INFLATING_METRICS } from '../accuracy/inflating-metrics.ts';
import { toJudged } from '../accuracy/judge.ts';
import { computeMetric, type Judged, type Metric } from '../accuracy/metric.ts';
import { nabResultRows, writeNabResults } from '../accuracy/nab/write-results.ts';
import { timeToDetectCurve } from '../accuracy/time-to-detect.ts';
import { judge } from '../accuracy/watched.ts';
import { InputError } from '../faults.ts';
import type { PolicySettings } from '../record/schema.ts';
import { chosenMetrics } from './chosen-metrics.ts';
import type { CommandIo } from './command-io.ts';
import { type ChosenThreshold, thresholdFrom } from './decided-threshold.ts';
import { type Decided, type DecidedFiles, type ReadOptions, readDecided } from './read-decided.ts';
import { decisionsJson, type Figure, printDecisions } from './score-decisions-report.ts';

export interface DecisionOptions extends ReadOptions {
  readonly scores: readonly string[];
  readonly incidents?: string;
  readonly labels?: readonly string[];
  readonly threshold?: number;
  readonly thresholdFrom?: readonly string[];
  readonly thresholdLabels?: readonly string[];
  readonly thresholdIncidents?: string;
  readonly chooseBy: string;
  readonly trials: number;
  readonly metrics?: readonly string[];
  readonly toleranceBefore: number;
  readonly toleranceAfter: number;
  readonly costs?: CostTable;
  readonly vusBuffer?: number;
  readonly hold: number;
  readonly keep: number;
  readonly cooldown: number;
  readonly clearRatio: number;
  readonly resamples: number;
  readonly seed: number;
  readonly writeNab?: string;
  readonly detector?: readonly string[];
  readonly json?: boolean;
}

/** Shuffles of the scores behind a chance level: its standard error is a fifth of one shuffle's spread. */
const CHANCE_DRAWS = 25;

/** Scores decisions read from CSV files: all recordings together, with intervals, and each on its own. */
export async function scoreDecisions(io: CommandIo, options: DecisionOptions): Promise<void> {
  const { threshold: given, thresholdFrom: from, metrics: ids, costs, vusBuffer } = options;
  const hasThreshold = given !== undefined || from !== undefined;
  const metrics = chosenMetrics({ ...(ids && { metrics: ids }), hasThreshold, costs, vusBuffer });
  const decided = await readDecided(io.cwd, judgedFiles(options), options);
  const chosen = options.thresholdFrom === undefined ? null : await choose(io, options, options.thresholdFrom);
  const threshold = chosen?.threshold ?? options.threshold ?? null;
  const judged = decided.map((one) => judgeOne(one, threshold, options));
  const { blocks, blockMs } = chooseBlocks(judged);
  const { resamples, seed } = options;
  const values =
    resamples > 0
      ? bootstrapMetrics(metrics, blocks, { resamples, seed }).map(({ value }) => value)
      : metrics.map((metric) => computeMetric(metric, judged));
  // Beside a figure that noise does well on stands what noise does on these very data.
  const chance = (metric: Metric) =>
    metric.card.id in INFLATING_METRICS ? chanceLevel(metric, judged, { seed, draws: CHANCE_DRAWS }) : null;
  const figures: Figure[] = metrics.map((metric, i) => ({
    card: metric.card,
    value: values[i]!,
    chance: chance(metric),
  }));
  const written = options.writeNab === undefined ? [] : await writeNab(io, options, options.writeNab, decided);
  const report = {
    threshold,
    policy: policyOf(options),
    tolerance: toleranceOf(options),
    chosen,
    figures,
    judged,
    metrics,
    bootstrap: resamples > 0 ? { resamples, seed, blocks: blocks.length, blockMs } : null,
    survival: threshold === null ? null : timeToDetectCurve(judged),
    written,
  };
  if (options.json === true) io.out(`${JSON.stringify(decisionsJson(report))}\n`);
  else printDecisions(io, report);
}

const judgedFiles = ({ scores, incidents, labels, thresholdFrom: otherScores }: DecisionOptions): DecidedFiles => ({
  scores,
  ...(incidents !== undefined && { incidents }),
  ...(labels !== undefined && { labels }),
  ...(otherScores !== undefined && { otherScores }),
});

const policyOf = ({ clearRatio, hold, keep, cooldown }: DecisionOptions): PolicySettings => ({
  clearRatio,
  holdMs: hold,
  keepMs: keep,
  cooldownMs: cooldown,
});
const toleranceOf = ({ toleranceBefore, toleranceAfter }: DecisionOptions) => ({
  beforeMs: toleranceBefore,
  afterMs: toleranceAfter,
});

function choose(io: CommandIo, options: DecisionOptions, scores: readonly string[]): Promise<ChosenThreshold> {
  const incidents = options.thresholdIncidents ?? options.incidents;
  const files: DecidedFiles = {
    scores,
    ...(incidents !== undefined && { incidents }),
    ...(options.thresholdLabels !== undefined && { labels: options.thresholdLabels }),
    // One incidents file may name the judged recordings too.
    ...(options.thresholdIncidents === undefined && { otherScores: options.scores }),
  };
  if (options.labels !== undefined && options.thresholdLabels === undefined) {
    const message = '--threshold-labels is missing: a label file for each file of --threshold-from';
    throw InputError.of('score/missing-option', message);
  }
  const { chooseBy: metric, trials } = options;
  const source = { files, metric, trials, policy: policyOf(options), tolerance: toleranceOf(options) };
  return thresholdFrom(io.cwd, source, options);
}

function judgeOne({ labelled, trace }: Decided, threshold: number | null, options: DecisionOptions): Judged {
  const { skipRows: fromRow } = options;
  const tolerance = toleranceOf(options);
  if (threshold === null) {
    return toJudged({ labelled, trace, alerts: [], threshold: Number.POSITIVE_INFINITY, fromRow, tolerance });
  }
  return judge(
    { task: { labelled, fromRow, group: trace.recordingId }, trace },
    threshold,
    policyOf(options),
    tolerance,
  );
}

/** The folder a scores file lies in is its category. */
async function writeNab(
  io: CommandIo,
  options: DecisionOptions,
  directory: string,
  decided: readonly Decided[],
): Promise<string[]> {
  const [detector, ...more] = options.detector ?? [];
  if (detector === undefined || more.length > 0) {
    throw InputError.of('score/missing-option', '--write-nab needs the name of one detector: --detector name');
  }
  const series = decided.map(({ file, values, labelled, trace }) => ({
    ...nabResultRows(labelled, trace),
    ...(values && { values }),
    file: `${basename(dirname(file))}/${basename(file).replace(/(\.csv)?(\.gz)?$/i, '')}.csv`,
  }));
  const abstained = options.nan === 'abstain' ? 'lowest' : 'refuse';
  return writeNabResults({ resultsDirectory: resolve(io.cwd, directory), detector, series, abstained });
}
