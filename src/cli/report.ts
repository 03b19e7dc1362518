import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { type Fault, throwIfAny } from '../faults.ts';
import { readRecord } from '../record/read.ts';
import type { RunRecord } from '../record/schema.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { renderTerminal } from '../views/terminal/render.ts';
import type { View } from '../views/view.ts';
import { VIEWS } from '../views/views.ts';
import type { CommandIo, CommandModule } from './command-io.ts';

interface ReportOptions {
  readonly format: string;
  readonly out?: string;
}

export const reportCommand: CommandModule = (io) =>
  new Command('report')
    .description('render the views of a record again; no number is computed anew')
    .argument('<record>', 'a record.json that "run" wrote')
    .option(
      '-f, --format <names>',
      `what to render, separated by commas: ${VIEWS.map(({ name }) => name).join(', ')}`,
      'terminal',
    )
    .option('-o, --out <folder>', 'write files there; without it one format goes to standard output')
    .addHelpText('after', `\n${VIEWS.map(({ name, about, fileName }) => `${name}: ${about} (${fileName})`).join('\n')}`)
    .action((file: string, options: ReportOptions) => report(io, file, options));

async function report(io: CommandIo, file: string, { format, out }: ReportOptions): Promise<void> {
  const views = viewsNamed(format, out);
  const record = await readRecord(resolve(io.cwd, file));
  if (out === undefined) {
    io.out(views.map((view) => renderFor(io, view, record)).join(''));
    return;
  }
  // Everything is rendered before anything is written: a view that fails leaves no half of a report behind.
  const files = views.map((view) => ({ file: resolve(io.cwd, out, view.fileName), text: view.render(record) }));
  for (const { file, text } of files) await writeAtomically(file, text);
  io.out(files.map(({ file }) => `${relative(io.cwd, file) || join('.', file)}\n`).join(''));
}

/** Only the terminal view knows where it is shown. */
function renderFor(io: CommandIo, view: View, record: RunRecord): string {
  if (view.name !== 'terminal') return view.render(record);
  return renderTerminal(record, { color: io.outIsTerminal && io.env.NO_COLOR === undefined, columns: io.columns });
}

function viewsNamed(format: string, out: string | undefined): View[] {
  const faults: Fault[] = [];
  const names = [...new Set(format.split(',').map((name) => name.trim()))];
  const views = names.flatMap((name) => {
    const view = VIEWS.find((each) => each.name === name);
    if (view === undefined) {
      faults.push({
        code: 'report/format',
        message: `there is no format ${JSON.stringify(name)}`,
        hint: `known: ${VIEWS.map((each) => each.name).join(', ')}`,
      });
    }
    return view ?? [];
  });
  if (out === undefined && names.length > 1) {
    faults.push({
      code: 'report/out',
      message: `${names.length} formats do not fit on one standard output`,
      hint: 'give a folder: --out reports/again',
    });
  }
  throwIfAny(faults);
  return views;
}
