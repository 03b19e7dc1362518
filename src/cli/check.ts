import { join } from 'node:path';
import { Command } from 'commander';
import { PROPERTIES } from '../behaviour/properties.ts';
import { studyBehaviour } from '../behaviour/study.ts';
import { sha256 } from '../digest.ts';
import { canonicalJson, type JsonObject } from '../json.ts';
import type { PropertyResult } from '../record/schema.ts';
import { writeAtomically } from '../record/write-atomically.ts';
import { assignmentsOf, protocolOf } from '../run/assignments.ts';
import { createContender } from '../run/line-up.ts';
import { openDataset } from '../run/open-dataset.ts';
import { type CheckReport, formatCheck, type SavedCounterexample } from './check-report.ts';
import type { CommandIo, CommandModule } from './command-io.ts';
import { DEFAULT_DATA } from './default-data.ts';
import { jsonObject, list, seed, wholeNumber } from './option-values.ts';

interface CheckOptions {
  readonly data: string;
  readonly select?: string;
  readonly runs: number;
  readonly seed: number;
  readonly property?: readonly string[];
  readonly with?: JsonObject;
  readonly out: string;
  readonly json?: boolean;
  readonly listProperties?: boolean;
}

export const checkCommand: CommandModule = (io) =>
  new Command('check')
    .description('the behaviour study alone: hold a contender to every property it is subject to')
    .argument('[contender]', 'a contender of the line-up, or the path of a module that makes one or of a saved one')
    .option('-d, --data <path>', 'dataset folder, NAB checkout or CSV file to learn from', DEFAULT_DATA)
    .option('--select <glob>', "which recordings of a NAB checkout, such as 'realAWSCloudwatch/*'")
    .option(
      '-n, --runs <number>',
      'cases of each property; those that fit anew get a twentieth, at least 3',
      wholeNumber,
      100,
    )
    .option('--seed <number>', 'seed of the fit and of the cases', seed, 1)
    .option('-p, --property <ids>', 'only these properties, separated by commas', list)
    .option('--with <json>', 'settings of the contender, as a JSON object', jsonObject)
    .option('-o, --out <folder>', 'where counterexamples are written', 'reports/runs/counterexamples')
    .option('--list-properties', 'print what each property claims, and stop')
    .option('--json', 'print one JSON document')
    .action(async (use: string | undefined, options: CheckOptions, command: Command) => {
      if (options.listProperties === true) return listProperties(io, options.json === true);
      if (use === undefined) return command.error("error: missing required argument 'contender'");
      return check(io, use, options);
    });

async function check(io: CommandIo, use: string, options: CheckOptions): Promise<void> {
  const { data: path, select, runs, seed, property } = options;
  const dataset = await openDataset({ path, ...(select !== undefined && { select }) });
  const { contender, info } = await createContender(use, options.with ? { with: options.with } : {}, dataset);
  const train = assignmentsOf(dataset, protocolOf(dataset))[0]?.train ?? [];
  const { properties } = await studyBehaviour({
    contender,
    info,
    train,
    seed,
    runs,
    ...(property && { properties: property }),
    onProgress: ({ property, finished, total }) => {
      if (io.errIsTerminal) io.err(`${CLEAR_LINE}${finished} of ${total}  ${property}`);
    },
  });
  if (io.errIsTerminal) io.err(CLEAR_LINE);

  const counterexamples = await saveCounterexamples(options.out, info.name, properties);
  const report: CheckReport = {
    contender: info,
    dataset: { name: dataset.name, digest: dataset.digest },
    seed,
    runs,
    properties,
    counterexamples,
  };
  io.out(options.json === true ? `${JSON.stringify(report)}\n` : formatCheck(report, io.outIsTerminal));
  if (properties.some(({ scope, outcome }) => scope !== 'characterise' && outcome.kind === 'violated')) io.exit(1);
}

/** Back to the start of the line, and nothing on it. */
const CLEAR_LINE = '\r\u001b[2K';

/** One file a failure. The name says which, and ends in the content's digest: the same failure is the same file. */
async function saveCounterexamples(
  folder: string,
  contender: string,
  properties: readonly PropertyResult[],
): Promise<SavedCounterexample[]> {
  const saved: SavedCounterexample[] = [];
  for (const { property, outcome } of properties) {
    if (outcome.kind !== 'violated') continue;
    const digest = sha256(canonicalJson(outcome.counterexample as JsonObject)).slice(
      'sha256:'.length,
      'sha256:'.length + 8,
    );
    const file = join(folder, `${contender.replaceAll(/[^\w.-]+/g, '-')}-${property}-${digest}.json`);
    await writeAtomically(file, `${JSON.stringify(outcome.counterexample)}\n`);
    saved.push({ property, file });
  }
  return saved;
}

function listProperties(io: CommandIo, asJson: boolean): void {
  const cards = PROPERTIES.map(({ id, version, claim, scope, kind }) => ({ id, version, claim, scope, kind }));
  if (asJson) {
    io.out(`${JSON.stringify(cards)}\n`);
    return;
  }
  for (const { id, claim, scope, kind } of cards) {
    io.out(`${id}  (${typeof scope === 'string' ? scope : 'claimed'}, ${kind})\n    ${claim}\n`);
  }
}
