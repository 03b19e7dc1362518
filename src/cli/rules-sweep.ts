import { resolve } from 'node:path';
import { Command } from 'commander';
import { cloudwatchSession } from '../contenders/rules/cloudwatch/cloudwatch-session.ts';
import { cloudwatchReplay } from '../contenders/rules/cloudwatch/contender.ts';
import { promqlQueries } from '../contenders/rules/cloudwatch/promql-stream.ts';
import { sweepEvaluationRange } from '../contenders/rules/cloudwatch/range-sweep.ts';
import { ruleProgram } from '../contenders/rules/prometheus/evaluation/rule-program.ts';
import { readRuleFiles } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import { isPrometheusRules } from '../contenders/rules/prometheus/reading/recognise.ts';
import { phaseSweep } from '../contenders/rules/prometheus/replay/phase-sweep.ts';
import { recordedStretch } from '../contenders/rules/prometheus/replay/recorded-stretch.ts';
import { InputError } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { openTelemetry } from '../run/open-dataset.ts';
import type { CommandIo } from './command-io.ts';
import { engineFor, type ServerOptions } from './engine-for.ts';
import { namedFiles } from './named-files.ts';
import { namedRecordings } from './named-recordings.ts';
import { jsonObject, positiveDurationMs, wholeNumber } from './option-values.ts';
import { type AlarmSweepReport, type PhaseSweepReport, sweepJson, sweepText } from './rules-sweep-report.ts';

interface SweepOptions extends Pick<ServerOptions, 'interval' | 'lookback'> {
  readonly data: string;
  readonly recording?: string;
  readonly phases: number;
  readonly ranges: number;
  readonly with?: JsonObject;
  readonly most: number;
  readonly json?: boolean;
}

export const rulesSweepCommand = (io: CommandIo): Command =>
  new Command('sweep')
    .description(
      'which firings hang on what no file says: when in its interval Prometheus evaluates, how many periods CloudWatch fetches',
    )
    .argument('<files...>', 'Prometheus rule files, folders of them or globs; or one file of CloudWatch alarms')
    .requiredOption('--data <path>', 'dataset folder or CSV file to replay them over')
    .option('--recording <id>', 'this recording only')
    .option('--phases <count>', "Prometheus: evenly over each group's interval", wholeNumber, 8)
    .option(
      '--interval <duration>',
      'Prometheus: of groups that name none; default: what the dataset says of its own rules, else 1m',
      positiveDurationMs,
    )
    .option(
      '--lookback <duration>',
      'Prometheus: how long a sample counts; default: likewise, else 5m',
      positiveDurationMs,
    )
    .option('--ranges <count>', 'CloudWatch: N periods, N+1 and so on', wholeNumber, 4)
    .option('--with <json>', 'CloudWatch: settings of the contender, as a JSON object', jsonObject)
    .option('--most <count>', 'firings told for each recording', wholeNumber, 20)
    .option('--json', 'print one JSON document')
    .action(async (files: readonly [string, ...string[]], options: SweepOptions) => {
      const report = (await isAlarms(io, files))
        ? await sweepAlarms(io, files[0], options)
        : await sweepRules(io, files, options);
      io.out(options.json === true ? `${JSON.stringify(sweepJson(report))}\n` : sweepText(report, options.most));
    });

/** @throws InputError `rules/one-alarm-file` */
async function isAlarms(io: CommandIo, files: readonly [string, ...string[]]): Promise<boolean> {
  const alarms: string[] = [];
  for (const file of files.filter((name) => name.endsWith('.json'))) {
    if (!(await isPrometheusRules(resolve(io.cwd, file)))) alarms.push(file);
  }
  if (alarms.length === 0) return false;
  if (files.length === 1) return true;
  throw InputError.of(
    'rules/one-alarm-file',
    `${alarms[0]} holds CloudWatch alarms, which are swept one file at a time`,
  );
}

async function sweepRules(io: CommandIo, files: readonly string[], options: SweepOptions): Promise<PhaseSweepReport> {
  const { data, recording, phases } = options;
  const named = await namedFiles(io, files);
  const read = await readRuleFiles(named);
  const dataset = await openTelemetry(resolve(io.cwd, data));
  const engine = engineFor(dataset, named, options);
  const program = ruleProgram(read, engine);
  return {
    kind: 'phases',
    data: dataset.name,
    recordings: namedRecordings(dataset, recording).map((each) => {
      const { id, source, startMs, endMs } = recordedStretch(each, program);
      return {
        id,
        startMs,
        endMs,
        sweep: phaseSweep(read, source, { startMs, endMs }, { ...engine, phaseCount: phases }),
      };
    }),
  };
}

async function sweepAlarms(
  io: CommandIo,
  file: string,
  { data, recording, ranges, with: given }: SweepOptions,
): Promise<AlarmSweepReport> {
  const dataset = await openTelemetry(resolve(io.cwd, data));
  const { alarms, settings } = await cloudwatchReplay({ ...given, file: resolve(io.cwd, file) }, dataset);
  const task = { alarms, settings, openQuery: promqlQueries };
  const more = Array.from({ length: ranges }, (_, i) => i);
  return {
    kind: 'ranges',
    data: dataset.name,
    recordings: namedRecordings(dataset, recording).map((each) => ({
      id: each.id,
      alarms: sweepEvaluationRange({ ...task, recording: each, more }),
      unseen: [...cloudwatchSession(task, each.channels).coverage].flatMap(([alarm, covered]) =>
        covered.kind === 'replayed' ? [] : [{ alarm, reason: covered.reason }],
      ),
    })),
  };
}
