import { Command, CommanderError } from 'commander';
import { scoreCommand } from '../../src/cli/score.ts';
import { InputError } from '../../src/faults.ts';
import { toldWorld } from './told-world.ts';

/** Standard output, or the faults; paths below the folder are told from it. */
export async function runScore(folder: string, args: readonly string[]): Promise<{ out: string; faults: string }> {
  const { io, said } = toldWorld({ cwd: folder });
  const command = scoreCommand(io).exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
  const program = new Command('watchbench').exitOverride().addCommand(command);
  try {
    await program.parseAsync(['score', ...args], { from: 'user' });
    return { out: said.out, faults: said.err };
  } catch (thrown) {
    if (thrown instanceof CommanderError) return { out: said.out, faults: said.err };
    if (!(thrown instanceof InputError)) throw thrown;
    return { out: said.out, faults: thrown.message.replaceAll(`${folder}/`, '') };
  }
}
