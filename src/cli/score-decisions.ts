import { resolve } from 'node:path';
import Table from 'cli-table3';
import { bootstrapMetric, chooseBlocks } from '../accuracy/bootstrap.ts';
import { toJudged } from '../accuracy/judge.ts';
import { computeMetric, type Judged, type Metric } from '../accuracy/metric.ts';
import { METRICS, metricById, needsThreshold } from '../accuracy/metrics.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import type { MetricCard, MetricReading, MetricValue, PolicySettings } from '../record/schema.ts';
import { raiseAlerts } from '../replay/alert-policy.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { policyAt } from '../replay/threshold-search.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import { extentOf } from '../telemetry/extent.ts';
import { readIncidents } from '../telemetry/incidents.ts';
import type { LabelledRecording } from '../telemetry/recording.ts';
import { count, metricText } from '../views/format.ts';
import type { CommandIo } from './command-io.ts';
import { type DecisionFile, readDecisionFile, recordingIds } from './decision-file.ts';

export interface DecisionOptions {
  readonly scores: readonly string[];
  readonly incidents?: string;
  readonly labelsColumn?: string;
  readonly scoreColumn?: string;
  readonly timeColumn?: string;
  readonly threshold?: number;
  readonly metrics?: readonly string[];
  readonly asRecorded?: boolean;
  readonly skipRows: number;
  readonly hold: number;
  readonly keep: number;
  readonly cooldown: number;
  readonly clearRatio: number;
  readonly resamples: number;
  readonly seed: number;
  readonly json?: boolean;
}

/** Scores decisions read from CSV files: all recordings together, with intervals, and each on its own. */
export async function scoreDecisions(io: CommandIo, options: DecisionOptions): Promise<void> {
  const metrics = chooseMetrics(options);
  const judged = (await readDecided(io, options)).map((decided) => judge(decided, options));
  const { blocks, blockMs } = chooseBlocks(judged);
  const { resamples, seed } = options;
  const figures = metrics.map((metric) => ({
    card: metric.card,
    value: resamples > 0 ? bootstrapMetric(metric, blocks, { resamples, seed }).value : computeMetric(metric, judged),
  }));
  if (options.json !== true) return printTable(io, options, figures, judged);
  const result = {
    format: 'csv',
    threshold: options.threshold ?? null,
    metrics: figures.map(({ card, value }) => ({ metric: card.id, value })),
    bootstrap: resamples > 0 ? { resamples, seed, blocks: blocks.length, blockMs } : null,
    recordings: judged.map((one) => ({ ...counts(one, options), metrics: readings(metrics, [one]) })),
  };
  io.out(`${JSON.stringify(result)}\n`);
}

/** Without a threshold only what looks at scores alone can be said. */
function chooseMetrics({ metrics: ids, threshold }: DecisionOptions): readonly Metric[] {
  const wanted = ids?.map(metricById) ?? METRICS.filter((metric) => threshold !== undefined || !needsThreshold(metric));
  const without = threshold === undefined ? wanted.filter(needsThreshold) : [];
  if (without.length === 0) return wanted;
  const names = without.map(({ card }) => card.id).join(', ');
  throw InputError.of('score/no-threshold', `--threshold is missing: without it there is no ${names}`);
}

type Figures = readonly { readonly card: MetricCard; readonly value: MetricValue }[];

interface Decided {
  readonly trace: ScoreTrace;
  readonly labelled: LabelledRecording;
}

async function readDecided(io: CommandIo, options: DecisionOptions): Promise<Decided[]> {
  const { scores, incidents, labelsColumn, scoreColumn, timeColumn } = options;
  if ((incidents === undefined) === (labelsColumn === undefined)) {
    throw InputError.of('score/labels', 'expected what was true: either --incidents or --labels-column');
  }
  const faults: Fault[] = [];
  const ids = recordingIds(scores);
  const files: DecisionFile[] = [];
  for (const [i, name] of scores.entries()) {
    const file = resolve(io.cwd, name);
    const source = {
      id: ids[i]!,
      file,
      asRecorded: options.asRecorded === true,
      ...(labelsColumn !== undefined && { labelsColumn }),
      ...(scoreColumn !== undefined && { scoreColumn }),
      ...(timeColumn !== undefined && { timeColumn }),
    };
    const read = await collectFaults(faults, () => readDecisionFile(source));
    if (read === null) continue;
    const rows = read.trace.scores.length;
    if (options.skipRows >= rows) {
      const message = `--skip-rows ${options.skipRows} leaves none of the ${rows} rows`;
      faults.push({ code: 'score/skip-rows', message, place: { file } });
    }
    files.push(read);
  }
  // A recording whose file was at fault has no extent, and nothing is held against it.
  const readLabels = (file: string) =>
    readIncidents(
      file,
      new Map(ids.map((id) => [id, extentOf(files.find(({ recording }) => recording.id === id)?.recording)])),
    );
  const labels =
    incidents === undefined ? null : await collectFaults(faults, () => readLabels(resolve(io.cwd, incidents)));
  throwIfAny(faults);
  return files.map(({ recording, trace, incidents: own }) => ({
    trace,
    labelled: { recording, ...(labels?.get(recording.id) ?? { incidents: own, benign: [] }) },
  }));
}

function judge({ labelled, trace }: Decided, options: DecisionOptions): Judged {
  const { threshold, skipRows: fromRow } = options;
  if (threshold === undefined) {
    return toJudged({ labelled, trace, alerts: [], threshold: Number.POSITIVE_INFINITY, fromRow });
  }
  const settings: PolicySettings = {
    clearRatio: options.clearRatio,
    holdMs: options.hold,
    keepMs: options.keep,
    cooldownMs: options.cooldown,
  };
  const alerts = raiseAlerts(trace, policyAt(threshold, settings));
  return toJudged({ labelled, trace, alerts, threshold, fromRow });
}

const readings = (metrics: readonly Metric[], judged: readonly Judged[]): MetricReading[] =>
  metrics.map((metric) => ({ metric: metric.card.id, value: computeMetric(metric, judged) }));

const counts = ({ recordingId, timestampsMs, incidents, alerts }: Judged, { threshold }: DecisionOptions) => ({
  recording: recordingId,
  rows: timestampsMs.length,
  incidents: incidents.length,
  alerts: threshold === undefined ? null : alerts.length,
});

function printTable(io: CommandIo, options: DecisionOptions, figures: Figures, judged: readonly Judged[]): void {
  const table = new Table({ style: { head: [], border: [] }, head: ['metric', 'value'] });
  for (const { card, value } of figures) table.push([card.title, metricText(value, card)]);
  const sum = (size: (one: Judged) => number) => judged.reduce((total, one) => total + size(one), 0);
  const incidents = count(
    sum((one) => one.incidents.length),
    'incident',
  );
  const alerts =
    options.threshold === undefined
      ? 'no threshold, so no alerts'
      : count(
          sum((one) => one.alerts.length),
          'alert',
        );
  const intervals = options.resamples > 0 ? '; intervals at 95 %' : '';
  io.out(`${table.toString()}\n${count(judged.length, 'recording')}, ${incidents}, ${alerts}${intervals}\n`);
}
