import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { explainAt, explainFirings, programFor } from '../contenders/rules/prometheus/explain/explain-alert-rule.ts';
import { readRuleFiles } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import { recordedStretch } from '../contenders/rules/prometheus/replay/recorded-stretch.ts';
import type { RuleFiles } from '../contenders/rules/prometheus/rule-file.ts';
import { parseDurationMs } from '../duration.ts';
import { InputError } from '../faults.ts';
import { openTelemetry } from '../run/open-dataset.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import type { Recording } from '../telemetry/recording.ts';
import { suggestionHint } from '../telemetry/suggest.ts';
import { formatTime, parseTimeMs } from '../telemetry/time-text.ts';
import type { CommandIo } from './command-io.ts';
import { engineFor, type ServerOptions } from './engine-for.ts';
import { namedFiles } from './named-files.ts';
import { namedRecordings } from './named-recordings.ts';
import { positiveDurationMs, wholeNumber } from './option-values.ts';
import { type ExplainReport, explainJson } from './rules-explain-json.ts';
import { explainText } from './rules-explain-text.ts';

interface ExplainOptions extends ServerOptions {
  readonly data: string;
  readonly alert: string;
  readonly at?: number;
  readonly recording?: string;
  readonly most: number;
  readonly json?: boolean;
}

export const rulesExplainCommand = (io: CommandIo): Command =>
  new Command('explain')
    .description('replay an alert over a dataset: why and when it fired, or what it was at one time')
    .argument('<files...>', 'rule files, folders of them or globs: plain, PrometheusRule resources, ConfigMaps')
    .requiredOption('--data <path>', 'dataset folder or CSV file to replay the rules over')
    .requiredOption('--alert <name>', 'which alert')
    .option('--at <time>', 'state and values at this time, such as 2025-04-20T10:00:00Z', timeMs)
    .option('--recording <id>', 'this recording only')
    .option(
      '--interval <duration>',
      'of groups that name none; default: what the dataset says of its own rules, else 1m',
      positiveDurationMs,
    )
    .option('--lookback <duration>', 'how long a sample counts; default: likewise, else 5m', positiveDurationMs)
    .option(
      '--phase <duration>',
      'evaluations are at multiples of the interval plus this; default: likewise, else 0s',
      parseDurationMs,
    )
    .option('--most <count>', 'firings explained for each recording', wholeNumber, 10)
    .option('--json', 'print one JSON document')
    .action(async (files: readonly string[], options: ExplainOptions) => {
      const report = await explain(io, files, options);
      io.out(
        options.json === true ? `${JSON.stringify(explainJson(report))}\n` : explainText(report, io.outIsTerminal),
      );
    });

function timeMs(text: string): number {
  const atMs = parseTimeMs(text);
  if (!Number.isNaN(atMs)) return atMs;
  throw new InvalidArgumentError(`expected a time such as 2025-04-20T10:00:00Z, got ${JSON.stringify(text)}`);
}

async function explain(io: CommandIo, files: readonly string[], options: ExplainOptions): Promise<ExplainReport> {
  const named = await namedFiles(io, files);
  const read = await readRuleFiles(named);
  const rules = alertsNamed(read, options.alert);
  const dataset = await openTelemetry(resolve(io.cwd, options.data));
  const wanted = chosen(dataset, options);
  const { at, alert, most } = options;
  const program = programFor(read, alert, engineFor(dataset, named, options));
  return {
    alert,
    data: dataset.name,
    atMs: at ?? null,
    rules,
    options: program.options,
    stretches: wanted.map((recording) => {
      const { source, startMs, endMs, id } = recordedStretch(recording, program);
      const range = { startMs, endMs };
      const found =
        at === undefined
          ? explainFirings(program, source, range, alert, most)
          : explainAt(program, source, range, alert, at);
      return { id, startMs, endMs, ...found };
    }),
  };
}

function alertsNamed({ groups }: RuleFiles, name: string): ExplainReport['rules'] {
  const alerts = groups.flatMap((group) =>
    group.rules.flatMap((rule) => (rule.kind === 'alert' ? [{ group, rule }] : [])),
  );
  const found = alerts.filter(({ rule }) => rule.name === name);
  if (found.length > 0) return found;
  const names = alerts.map(({ rule }) => rule.name);
  throw InputError.of(
    'rules/no-such-alert',
    `there is no alert ${JSON.stringify(name)} in these files`,
    undefined,
    suggestionHint(name, [...new Set(names)]),
  );
}

/** The recordings to look at: the one named, or those in which the time lies, or all. */
function chosen(dataset: Dataset, { recording, at }: ExplainOptions): readonly Recording[] {
  const named = namedRecordings(dataset, recording);
  if (at === undefined) return named;
  const spans = named.map((each) => ({ each, ...recordedStretch(each) }));
  const within = spans.filter(({ startMs, endMs }) => startMs <= at && at <= endMs).map(({ each }) => each);
  if (within.length > 0) return within;
  const known = spans.map(({ id, startMs, endMs }) => `${id}: ${formatTime(startMs)} to ${formatTime(endMs)}`);
  throw InputError.of('rules/time', `${formatTime(at)} lies in no recording`, undefined, known.join('; '));
}
