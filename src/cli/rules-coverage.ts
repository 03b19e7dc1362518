import { resolve } from 'node:path';
import { Command } from 'commander';
import { ruleCoverage } from '../contenders/rules/prometheus/coverage/coverage.ts';
import { dataFacts } from '../contenders/rules/prometheus/coverage/data-facts.ts';
import { readRuleFiles } from '../contenders/rules/prometheus/reading/read-rule-files.ts';
import { openTelemetry } from '../run/open-dataset.ts';
import type { CommandIo } from './command-io.ts';
import { namedFiles } from './named-files.ts';
import { coverageJson, coverageText } from './rules-coverage-report.ts';

interface CoverageOptions {
  readonly data?: string;
  readonly json?: boolean;
}

export const rulesCoverageCommand = (io: CommandIo): Command =>
  new Command('coverage')
    .description('how many rules are evaluated and how many refused, by name; with data, which never see any')
    .argument('<files...>', 'rule files, folders of them or globs: plain, PrometheusRule resources, ConfigMaps')
    .option('--data <path>', 'dataset folder or CSV file the rules would be run over')
    .option('--json', 'print one JSON document')
    .action(async (files: readonly string[], { data, json }: CoverageOptions) => {
      const read = await readRuleFiles(await namedFiles(io, files));
      const facts = data === undefined ? null : dataFacts(await openTelemetry(resolve(io.cwd, data)));
      const coverage = ruleCoverage(read, facts);
      io.out(json === true ? `${JSON.stringify(coverageJson(coverage))}\n` : coverageText(coverage, io.columns));
    });
