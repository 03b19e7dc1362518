import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { dataFacts } from '../contenders/rules/prometheus/coverage/data-facts.ts';
import { isLintableFault } from '../contenders/rules/prometheus/lints/fault-cards.ts';
import { LINT_CARDS, lintRules } from '../contenders/rules/prometheus/lints/lint-rules.ts';
import { DEFAULT_SCRAPE_INTERVAL_MS } from '../contenders/rules/prometheus/lints/lint-world.ts';
import { LINTS } from '../contenders/rules/prometheus/lints/lints.ts';
import { examineRuleFiles } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import { InputError, throwIfAny } from '../faults.ts';
import { openTelemetry } from '../run/open-dataset.ts';
import { suggestionHint } from '../telemetry/suggest.ts';
import type { CommandIo } from './command-io.ts';
import { engineFor } from './engine-for.ts';
import { namedFiles } from './named-files.ts';
import { list, positiveDurationMs } from './option-values.ts';
import { githubAnnotations } from './rules-lint-github.ts';
import type { LintReport } from './rules-lint-report.ts';
import { lintJson } from './rules-lint-report.ts';
import { sarifLog } from './rules-lint-sarif.ts';
import { lintListText, lintText } from './rules-lint-text.ts';
import { version } from './version.ts';

const FORMATS = ['text', 'json', 'github', 'sarif'] as const;

interface LintOptions {
  readonly data?: string;
  readonly scrapeInterval?: number;
  readonly evaluationInterval?: number;
  readonly disable: readonly string[];
  readonly failOn: 'error' | 'warning';
  readonly format: (typeof FORMATS)[number];
  readonly json?: boolean;
  readonly list?: boolean;
}

export const rulesLintCommand = (io: CommandIo): Command =>
  new Command('lint')
    .description('what is wrong or doubtful in Prometheus rule files; exit code 1 where something is')
    .argument('[files...]', 'rule files, folders of them or globs: plain, PrometheusRule resources, ConfigMaps')
    .option('--data <path>', 'dataset folder or CSV file that the metrics should be in')
    .option('--scrape-interval <duration>', "default: the dataset's own step, else 15s", positiveDurationMs)
    .option('--evaluation-interval <duration>', 'of groups that name none', positiveDurationMs)
    .option('--disable <ids>', 'lints to leave out, separated by commas', list, [])
    .addOption(
      new Option('--fail-on <severity>', 'least severity for exit code 1')
        .choices(['error', 'warning'])
        .default('warning'),
    )
    .addOption(new Option('--format <name>', 'how to print').choices(FORMATS).default('text'))
    .option('--json', 'the same as --format json')
    .option('--list', 'print every lint, with its reason, and do nothing else')
    .addHelpText(
      'after',
      '\nA comment in a rule or right above it switches lints off for it: # watchbench disable template-label',
    )
    .action(async (files: readonly string[], options: LintOptions) => {
      if (options.list === true) {
        io.out(options.json === true ? `${JSON.stringify(LINT_CARDS)}\n` : lintListText(LINT_CARDS));
        return;
      }
      await lint(io, files, options);
    });

async function lint(io: CommandIo, files: readonly string[], options: LintOptions): Promise<void> {
  refuseUnknown(options.disable);
  if (files.length === 0) throw InputError.of('rules/no-files', 'no rule files were named');
  const named = await namedFiles(io, files);
  const read = await examineRuleFiles(named);
  const dataset = options.data === undefined ? null : await openTelemetry(resolve(io.cwd, options.data));
  const data = dataset && dataFacts(dataset);
  const engine = dataset && engineFor(dataset, named);
  const world = {
    scrapeIntervalMs: options.scrapeInterval ?? data?.stepMs ?? DEFAULT_SCRAPE_INTERVAL_MS,
    scrapeIntervalIsGuessed: options.scrapeInterval === undefined && (data?.stepMs ?? null) === null,
    evaluationIntervalMs: options.evaluationInterval ?? engine?.intervalMs ?? null,
    data,
  };
  const lints = LINTS.filter(({ id }) => !options.disable.includes(id));
  const unusable = read.faults.filter(({ code }) => !isLintableFault(code));
  const faulty = read.faults.filter(({ code }) => isLintableFault(code));
  const report: LintReport = {
    ...lintRules(read, faulty, world, lints),
    unusable,
    sources: read.sources,
    ruleCount: read.groups.reduce((sum, { rules }) => sum + rules.length, 0),
    fileCount: named.length,
  };
  io.out(printed(report, io, options));
  // What could not be read at all outweighs what was found in the rest.
  throwIfAny(unusable);
  const failing = options.failOn === 'error' ? ['error'] : ['error', 'warning'];
  if (report.findings.some(({ severity }) => failing.includes(severity))) io.exit(1);
}

function printed(report: LintReport, io: CommandIo, { format, json }: LintOptions): string {
  switch (json === true ? 'json' : format) {
    case 'json':
      return `${JSON.stringify(lintJson(report))}\n`;
    case 'github':
      return githubAnnotations(report);
    case 'sarif':
      return `${JSON.stringify(sarifLog(report, LINT_CARDS, version()), null, 2)}\n`;
    case 'text': {
      const unread = new Set(report.unusable.map(({ place }) => place?.file));
      // "Nothing found" of no file would read as good news.
      return unread.size < report.fileCount ? lintText(report, io.outIsTerminal) : '';
    }
  }
}

function refuseUnknown(ids: readonly string[]): void {
  const known = LINTS.map(({ id }) => id);
  throwIfAny(
    ids
      .filter((id) => !known.includes(id))
      .map((id) => {
        const hint = suggestionHint(id, known);
        return {
          code: 'rules/lint',
          message: `--disable: there is no lint ${JSON.stringify(id)}`,
          ...(hint && { hint }),
        };
      }),
  );
}
