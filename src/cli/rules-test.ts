import { resolve } from 'node:path';
import { Command } from 'commander';
import { runTestFile } from '../contenders/rules/prometheus/unit-tests/run-test-file.ts';
import { hasFailed, type TestFileReport } from '../contenders/rules/prometheus/unit-tests/test-outcome.ts';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { textPattern } from '../promql/text/text-pattern.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import type { CommandIo } from './command-io.ts';
import { rulesTestJunit } from './rules-test-junit.ts';
import { formatRulesTest, rulesTestJson } from './rules-test-report.ts';

interface TestOptions {
  readonly run?: readonly string[];
  readonly junit?: string;
  readonly json?: boolean;
}

export const rulesTestCommand = (io: CommandIo): Command =>
  new Command('test')
    .description("run promtool's unit tests of Prometheus rules; exit code 1 when one fails")
    .argument('<files...>', 'test files, as for promtool test rules')
    .option('--run <pattern>', 'only tests whose name matches (RE2); may be repeated', (text, all: string[] = []) => [
      ...all,
      text,
    ])
    .option('--junit <file>', 'write the results as JUnit XML too')
    .option('--json', 'print one JSON document')
    .action(async (files: readonly string[], options: TestOptions) => {
      const reports = await runAll(io, files, wantedBy(options.run));
      for (const { file, warnings } of reports) {
        for (const warning of warnings) io.err(`${file}: ${warning}\n`);
      }
      if (options.junit !== undefined) await writeAtomically(resolve(io.cwd, options.junit), rulesTestJunit(reports));
      io.out(
        options.json === true
          ? `${JSON.stringify(rulesTestJson(reports))}\n`
          : formatRulesTest(reports, io.outIsTerminal),
      );
      if (reports.some(({ tests }) => tests.some(({ checks }) => checks.some(hasFailed)))) io.exit(1);
    });

/** Every file runs before the faults of all of them are reported together. */
async function runAll(
  io: CommandIo,
  files: readonly string[],
  wanted: (name: string) => boolean,
): Promise<TestFileReport[]> {
  const faults: Fault[] = [];
  const reports: TestFileReport[] = [];
  for (const file of files) {
    const report = await collectFaults(faults, () => runTestFile(resolve(io.cwd, file), file, wanted));
    if (report !== null) reports.push(report);
  }
  throwIfAny(faults);
  return reports;
}

function wantedBy(patterns: readonly string[] | undefined): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  const compiled = patterns.map((pattern) => {
    const found = textPattern(pattern);
    if (typeof found === 'string') throw InputError.of('rules/run', `--run ${JSON.stringify(pattern)}: ${found}`);
    return found;
  });
  return (name) => compiled.some((pattern) => pattern.occursIn(name));
}
