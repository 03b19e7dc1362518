import type { EvaluationOptions } from '../evaluate/evaluate.ts';
import type { EvalCommand, ScriptCommand } from './commands.ts';
import { type EvalOutcome, runEval } from './run-eval.ts';
import { ScriptStorage } from './script-storage.ts';

export interface EvalReport {
  readonly line: number;
  readonly query: string;
  readonly outcome: EvalOutcome;
}

/** The engine that the expectations of Prometheus' own scripts hold for. */
export const SCRIPT_ENGINE: EvaluationOptions = {
  lookbackMs: 5 * 60_000,
  subqueryStepMs: 60_000,
  delayedNameRemoval: true,
  limits: { maxSamples: 10_000 },
};

/**
 * Runs the commands of a script from top to bottom on an empty storage.
 * @throws InputError `promql/test-script` when a load contradicts an earlier one
 */
export function runScript(
  commands: readonly ScriptCommand[],
  file: string,
  options: EvaluationOptions = SCRIPT_ENGINE,
): readonly EvalReport[] {
  const storage = new ScriptStorage();
  const reports: EvalReport[] = [];
  for (const command of commands) {
    if (command.kind === 'clear') storage.clear();
    else if (command.kind === 'load') storage.load(command, file);
    else reports.push(report(command, storage, options));
  }
  return reports;
}

const report = (command: EvalCommand, storage: ScriptStorage, options: EvaluationOptions): EvalReport => ({
  line: command.line,
  query: command.query,
  outcome: runEval(command, storage.source(), options),
});
