import type { CommandIo, ExitCode } from '../../src/cli/command-io.ts';

/** What a command said, and the exit code it chose. */
export interface Said {
  out: string;
  err: string;
  code: ExitCode;
}

/** A world that is no terminal, has no environment and a standing clock, and remembers what it is told. */
export function toldWorld(changes: Partial<CommandIo> = {}): { readonly io: CommandIo; readonly said: Said } {
  const said: Said = { out: '', err: '', code: 0 };
  const io: CommandIo = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 100,
    cwd: process.cwd(),
    env: {},
    now: () => new Date(0),
    exit: (code) => {
      said.code = code;
    },
    ...changes,
  };
  return { io, said };
}
