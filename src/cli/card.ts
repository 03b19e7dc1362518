import { relative, resolve } from 'node:path';
import { Command } from 'commander';
import { cardOf } from '../cards/card-of.ts';
import { readRecord } from '../record/read.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import type { CommandIo, CommandModule } from './command-io.ts';

interface CardOptions {
  readonly record?: string;
  readonly write?: string;
}

export const cardCommand: CommandModule = (io) =>
  new Command('card')
    .description(
      'a card for whoever has to decide: what a saved contender or a rule file does, and what it does not see',
    )
    .argument('<file>', 'a saved contender (.json) or a rule file (.yaml)')
    .option('-r, --record <file>', 'a record.json of a run it took part in, for what was measured')
    .option('-w, --write <file>', 'write it there; without it the card goes to standard output')
    .action((file: string, options: CardOptions) => card(io, file, options));

async function card(io: CommandIo, file: string, { record, write }: CardOptions): Promise<void> {
  const run = record === undefined ? null : await readRecord(resolve(io.cwd, record));
  const text = await cardOf(resolve(io.cwd, file), file, run);
  if (write === undefined) {
    io.out(text);
    return;
  }
  await writeAtomically(resolve(io.cwd, write), text);
  io.out(`${relative(io.cwd, resolve(io.cwd, write))}\n`);
}
