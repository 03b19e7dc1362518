import { Command, CommanderError } from 'commander';
import { InputError } from '../faults.ts';
import { Interrupted } from '../run/run-plan.ts';
import { cardCommand } from './card.ts';
import { checkCommand } from './check.ts';
import type { CommandIo, CommandModule, ExitCode } from './command-io.ts';
import { dataCommand } from './data.ts';
import { doctorCommand } from './doctor.ts';
import { fitCommand } from './fit.ts';
import { initCommand } from './init.ts';
import { promqlCommand } from './promql.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { rulesCommand } from './rules.ts';
import { runCommand } from './run.ts';
import { scoreCommand } from './score.ts';
import { tuneCommand } from './tune.ts';
import { version } from './version.ts';

/** Every command, in the order of the help. A new command is one file and one line here. */
const COMMANDS: readonly CommandModule[] = [
  runCommand,
  reportCommand,
  scoreCommand,
  tuneCommand,
  fitCommand,
  cardCommand,
  checkCommand,
  replayCommand,
  dataCommand,
  rulesCommand,
  promqlCommand,
  doctorCommand,
  initCommand,
];

/** The door of the `watchbench` executable. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever read our output went away (`| head`): there is nobody left to tell.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit());
  process.exitCode = await runCli(argv, {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    outIsTerminal: process.stdout.isTTY === true,
    // A terminal without a width (some containers give one) cannot be drawn on: a spinner would wrap for ever.
    errIsTerminal: process.stderr.isTTY === true && process.stderr.columns > 0,
    columns: process.stdout.columns || 100,
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
  });
}

/** Parses, runs and answers with the exit code; prints through `io` alone. */
export async function runCli(argv: readonly string[], world: Omit<CommandIo, 'exit'>): Promise<ExitCode> {
  let code: ExitCode = 0;
  const setCode = (chosen: ExitCode) => {
    code = chosen;
  };
  const io: CommandIo = { ...world, exit: setCode };
  const program = new Command('watchbench')
    .description(
      'Hand-written rules and a small anomaly model watch the same recorded telemetry: which one should watch tonight?',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', HELP_AFTER);
  for (const module of COMMANDS) program.addCommand(module(io));
  for (const command of everyCommand(program)) {
    command
      .exitOverride()
      .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: () => Math.min(io.columns, 110) });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (thrown) {
    return explain(thrown, io);
  }
}

const HELP_AFTER = `
Exit codes: 0 fine; 1 a must-hold check failed; 2 wrong usage, config or data; 3 a stored counterexample is stale;
4 a contender crashed, hung or broke its contract (the others' results are kept); 130 interrupted (run the same
command again to go on).`;

function explain(thrown: unknown, io: CommandIo): ExitCode {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  if (thrown instanceof InputError) {
    io.err(`${thrown.message}\n`);
    return 2;
  }
  if (thrown instanceof Interrupted) {
    io.err('interrupted; finished cells are kept: run the same command again to go on\n');
    return 130;
  }
  io.err(
    `this is a fault of watchbench, not of your data:\n${thrown instanceof Error ? thrown.stack : String(thrown)}\n`,
  );
  return 4;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
