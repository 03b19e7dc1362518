import { existsSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { cardOfArtefact } from '../cards/card-of.ts';
import { InputError } from '../faults.ts';
import type { JsonObject } from '../json.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { type ArtefactFile, artefactText } from '../run/artefact-file.ts';
import { fitArtefact } from '../run/fit-artefact.ts';
import { createContender } from '../run/line-up.ts';
import { openDataset } from '../run/open-dataset.ts';
import { bytes, count } from '../views/format.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { DEFAULT_DATA } from './default-data.ts';
import { jsonObject, seed } from './option-values.ts';
import { version } from './version.ts';

interface FitOptions {
  readonly data: string;
  readonly select?: string;
  readonly labelColumn?: string;
  readonly incidents?: string;
  readonly timeColumn?: string;
  readonly with?: JsonObject;
  readonly name?: string;
  readonly seed: number;
  readonly write: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const fitCommand: CommandModule = (io) =>
  new Command('fit')
    .description(
      'let a contender learn, and keep it in a file that takes part in runs by its path, with its card beside it',
    )
    .argument('<contender>', 'a contender of the line-up, or the path of a module that makes one')
    .requiredOption('-w, --write <file>', 'the file to write, such as shop.artefact.json')
    .option('-d, --data <path>', 'dataset folder, NAB checkout or CSV file to learn from', DEFAULT_DATA)
    .option('--select <glob>', 'which recording of a NAB checkout: one, because each brings its own part to learn from')
    .option('--label-column <name>', 'CSV file: the 0/1 column that says what was true')
    .option('--incidents <file>', 'CSV file: the incidents that say what was true')
    .option('--time-column <name>', 'CSV file: default is the first column named like a time')
    .option('--with <json>', 'settings of the contender, as a JSON object', jsonObject)
    .option('--name <name>', 'its name in reports (default: that of the file, without its ending)')
    .option('--seed <number>', 'seed of all chance in training', seed, 1)
    .option('--force', 'replace the file when it is there')
    .option('--json', 'print one JSON document')
    .action((use: string, options: FitOptions) => fitAndKeep(io, use, options));

async function fitAndKeep(io: CommandIo, use: string, options: FitOptions): Promise<void> {
  const file = resolve(io.cwd, options.write);
  assertMayWrite(file, options);
  const { data: path, select, labelColumn, incidents, timeColumn } = options;
  const dataset = await openDataset({
    path,
    ...(select !== undefined && { select }),
    ...(labelColumn !== undefined && { labelColumn }),
    ...(incidents !== undefined && { incidents }),
    ...(timeColumn !== undefined && { timeColumn }),
  });
  const name = options.name ?? basename(file).replace(/(\.artefact)?\.json$/, '');
  const { contender, info } = await createContender(
    use,
    { name, ...(options.with && { with: options.with }) },
    dataset,
  );
  const artefact = await fitArtefact({ contender, info, dataset, seed: options.seed, writtenBy: version() });
  const shown = relative(io.cwd, file);
  const card = file.replace(/\.json$/, '.md');
  await writeAtomically(file, artefactText(artefact));
  await writeAtomically(card, cardOfArtefact(artefact, shown, null));
  if (options.json === true)
    io.out(`${JSON.stringify({ artefact: shown, card: relative(io.cwd, card), ...summary(artefact) })}\n`);
  else io.out(`${sentence(artefact)}\nartefact  ${shown}\ncard      ${relative(io.cwd, card)}\n`);
}

function assertMayWrite(file: string, { write, force }: FitOptions): void {
  if (!file.endsWith('.json')) {
    throw InputError.of('fit/file-name', `${write} does not end in .json, by which a saved contender is known`);
  }
  if (force !== true && existsSync(file)) {
    throw InputError.of('fit/exists', `${write} is there already`, undefined, '--force replaces it');
  }
}

const rowsOf = ({ data }: ArtefactFile): number => data.recordings.reduce((sum, { rows }) => sum + rows, 0);

function summary(artefact: ArtefactFile) {
  const { contender, seed: seedUsed, data, sha256 } = artefact;
  return {
    contender: contender.name,
    use: contender.use,
    seed: seedUsed,
    dataset: data.name,
    rows: rowsOf(artefact),
    sha256,
  };
}

function sentence(artefact: ArtefactFile): string {
  const { contender, data, seed: seedUsed, learned, sha256 } = artefact;
  const size = bytes(Buffer.byteLength(learned, 'base64'));
  const rows = count(rowsOf(artefact), 'row');
  return `${contender.name} learned from ${rows} of ${data.name} with seed ${seedUsed}: ${size}, ${sha256.slice(0, 19)}…`;
}
