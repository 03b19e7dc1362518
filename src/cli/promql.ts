import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { type Fault, throwIfAny } from '../faults.ts';
import { parseScript } from '../promql/test-script/parse-script.ts';
import { type EvalReport, runScript } from '../promql/test-script/run-script.ts';
import { collectFaults } from '../telemetry/collect-faults.ts';
import { filesMeant } from '../telemetry/files-meant.ts';
import { readFault } from '../telemetry/read-fault.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { namedFiles } from './named-files.ts';
import { formatScriptReports, type ScriptReport, summariseScripts } from './promql-test-report.ts';

export const promqlCommand: CommandModule = (io) =>
  new Command('promql').description('the PromQL engine by itself').addCommand(testCommand(io));

const testCommand = (io: CommandIo): Command =>
  new Command('test')
    .description("run scripts in the language of Prometheus' own PromQL tests; exit code 1 when an eval fails")
    .argument('<files...>', 'test scripts such as aggregators.test, folders of them or globs')
    .option('--json', 'print one JSON document')
    .action(async (files: readonly string[], { json }: { readonly json?: boolean }) => {
      const reports = await testScripts(io, files);
      const summary = summariseScripts(reports);
      io.out(json === true ? `${JSON.stringify(summary)}\n` : formatScriptReports(summary, io.outIsTerminal));
      if (summary.failed > 0) io.exit(1);
    });

const scriptPaths = (path: string, shown: string): Promise<string[]> =>
  filesMeant(path, { what: 'test script', extensions: ['.test'], code: 'promql/test-script' }, shown);

/** Every file is read and parsed before the faults of all of them are reported together. */
async function testScripts(io: CommandIo, files: readonly string[]): Promise<readonly ScriptReport[]> {
  const faults: Fault[] = [];
  const reports: ScriptReport[] = [];
  for (const { path, shown } of await namedFiles(io, files, scriptPaths)) {
    const evals = await collectFaults(faults, () => testScript(path, shown));
    if (evals !== null) reports.push({ file: shown, evals });
  }
  throwIfAny(faults);
  return reports;
}

async function testScript(path: string, file: string): Promise<readonly EvalReport[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    throw readFault('promql/test-script', file, thrown);
  }
  return runScript(parseScript(text, file), file);
}
