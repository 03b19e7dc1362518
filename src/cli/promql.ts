import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Fault, InputError, throwIfAny } from '../faults.ts';
import { parseScript } from '../promql/test-script/parse-script.ts';
import { type EvalReport, runScript } from '../promql/test-script/run-script.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { formatScriptReports, type ScriptReport, summariseScripts } from './promql-test-report.ts';

export const promqlCommand: CommandModule = (io) =>
  new Command('promql').description('the PromQL engine by itself').addCommand(testCommand(io));

const testCommand = (io: CommandIo): Command =>
  new Command('test')
    .description("run scripts in the language of Prometheus' own PromQL tests; exit code 1 when an eval fails")
    .argument('<files...>', 'test scripts, such as aggregators.test')
    .option('--json', 'print one JSON document')
    .action(async (files: readonly string[], { json }: { readonly json?: boolean }) => {
      const reports = await testScripts(io, files);
      const summary = summariseScripts(reports);
      io.out(json === true ? `${JSON.stringify(summary)}\n` : formatScriptReports(summary, io.outIsTerminal));
      if (summary.failed > 0) io.exit(1);
    });

/** Every file is read and parsed before the faults of all of them are reported together. */
async function testScripts(io: CommandIo, files: readonly string[]): Promise<readonly ScriptReport[]> {
  const faults: Fault[] = [];
  const reports: ScriptReport[] = [];
  for (const file of files) {
    try {
      reports.push({ file, evals: await testScript(resolve(io.cwd, file), file) });
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      faults.push(...thrown.faults);
    }
  }
  throwIfAny(faults);
  return reports;
}

async function testScript(path: string, file: string): Promise<readonly EvalReport[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (thrown) {
    throw InputError.of('promql/test-script', `cannot be read: ${(thrown as Error).message}`, { file });
  }
  return runScript(parseScript(text, file), file);
}
