import { Command } from 'commander';
import type { CommandIo, CommandModule } from './command-io.ts';
import { rulesCoverageCommand } from './rules-coverage.ts';
import { rulesExplainCommand } from './rules-explain.ts';
import { rulesLintCommand } from './rules-lint.ts';
import { rulesSweepCommand } from './rules-sweep.ts';
import { rulesTestCommand } from './rules-test.ts';

/** What is done with rule files. A new subcommand is one file and one line here. */
const SUBCOMMANDS: readonly ((io: CommandIo) => Command)[] = [
  rulesLintCommand,
  rulesTestCommand,
  rulesCoverageCommand,
  rulesExplainCommand,
  rulesSweepCommand,
];

export const rulesCommand: CommandModule = (io) => {
  const command = new Command('rules').description('rule files by themselves');
  for (const subcommand of SUBCOMMANDS) command.addCommand(subcommand(io));
  return command;
};
