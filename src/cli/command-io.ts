import type { Command } from 'commander';

/** 0 fine · 1 a must-hold check failed · 2 wrong usage, config or data · 3 inconclusive · 4 a contender crashed · 130 interrupted */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** The world as a command sees it. Commands print, exit and read the clock through this alone, so tests can watch. */
export interface CommandIo {
  /** Standard output: results. With `--json`, exactly one JSON document and nothing else. */
  readonly out: (text: string) => void;
  /** Standard error: progress, warnings, faults. */
  readonly err: (text: string) => void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  readonly columns: number;
  /** Relative paths on the command line are relative to this. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** Exit code of the process once the command has returned; 0 unless set. */
  readonly exit: (code: ExitCode) => void;
}

/** One command a file. Throw InputError for anything the user got wrong: `main` prints every fault and exits with 2. */
export type CommandModule = (io: CommandIo) => Command;
