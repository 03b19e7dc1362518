import { Command } from 'commander';
import { type Counterexample, decodeCounterexample, readCounterexample } from '../behaviour/counterexample.ts';
import { type ReplayOutcome, replayCounterexample } from '../behaviour/replay-counterexample.ts';
import { InputError } from '../faults.ts';
import type { Json } from '../json.ts';
import { readRecord } from '../record/read.ts';
import type { PropertyOutcome, RunRecord } from '../record/schema.ts';
import { contenderFromInfo } from '../run/line-up.ts';
import { type PositionedDocument, readDocument } from '../telemetry/positioned-document.ts';
import type { CommandIo, CommandModule, ExitCode } from './command-io.ts';

interface ReplayOptions {
  readonly contender?: string;
  readonly property?: string;
  readonly json?: boolean;
}

export const replayCommand: CommandModule = (io) =>
  new Command('replay')
    .description('repeat one failure of the behaviour study by value')
    .argument('<file>', 'a counterexample that "check" wrote, or the record of a run')
    .option('--contender <name>', 'whose failure, where the file is a record')
    .option('--property <id>', 'which property, where the file is a record')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit codes: 1 it still fails, always or sometimes; 0 fixed; 3 stale: it says nothing any more.',
    )
    .action((file: string, options: ReplayOptions) => replay(io, file, options));

async function replay(io: CommandIo, file: string, options: ReplayOptions): Promise<void> {
  const counterexample = await openCounterexample(file, options);
  const contender = await contenderFromInfo(counterexample.contender);
  const outcome = await replayCounterexample({ contender, counterexample });
  if (options.json === true) {
    const { property, message, case: example } = counterexample;
    io.out(
      `${JSON.stringify({ property, contender: contender.name, found: message, story: example.story, now: outcome })}\n`,
    );
  } else io.out(formatReplay(counterexample, outcome));
  io.exit(EXIT_CODES[outcome.kind]);
}

const EXIT_CODES: Readonly<Record<ReplayOutcome['kind'], ExitCode>> = {
  'still-fails': 1,
  flaky: 1,
  fixed: 0,
  stale: 3,
};

async function openCounterexample(file: string, { contender, property }: ReplayOptions): Promise<Counterexample> {
  if (contender !== undefined || property !== undefined)
    return fromRecord(await readRecord(file), file, contender, property);
  const document = await readDocument(file);
  if (isRecord(document)) return fromRecord(await readRecord(file), file, contender, property);
  return readCounterexample(document);
}

const isRecord = ({ value }: PositionedDocument): boolean =>
  value !== null && typeof value === 'object' && 'cells' in value;

interface Failure {
  readonly contender: string;
  readonly property: string;
  readonly outcome: Extract<PropertyOutcome, { kind: 'violated' }>;
}

/** The one failure of the record that is meant. Its contender is the plan's, which knows how to make it. */
function fromRecord(record: RunRecord, file: string, contender?: string, property?: string): Counterexample {
  const failures = failuresOf(record);
  const meant = failures.filter(
    (failure) =>
      (contender === undefined || failure.contender === contender) &&
      (property === undefined || failure.property === property),
  );
  const [only] = meant;
  if (only === undefined || meant.length > 1) {
    const listed = (meant.length > 1 ? meant : failures).map(
      (failure) => `--contender ${failure.contender} --property ${failure.property}`,
    );
    throw InputError.of(
      'replay/which',
      meant.length > 1
        ? `the record holds ${meant.length} such failures; say which`
        : 'the record holds no such failure',
      { file },
      listed.length === 0 ? 'every property held in this run' : `it holds:\n  ${listed.join('\n  ')}`,
    );
  }
  const counterexample = decodeCounterexample(only.outcome.counterexample as Json);
  const info = record.plan.contenders.find(({ name }) => name === only.contender);
  return info === undefined ? counterexample : { ...counterexample, contender: info };
}

function failuresOf({ cells }: RunRecord): Failure[] {
  return cells.flatMap(({ contender, outcome }) => {
    if (outcome.kind !== 'measured' || outcome.result.kind !== 'behaviour') return [];
    return outcome.result.properties.flatMap(({ property, outcome }) =>
      outcome.kind === 'violated' ? [{ contender, property, outcome }] : [],
    );
  });
}

function formatReplay({ property, contender, message, case: example }: Counterexample, outcome: ReplayOutcome): string {
  return [
    `${contender.name}: ${property.claim} [${property.id}]`,
    ...example.story.map((event) => `  ${event}`),
    `found  ${message}`,
    `now    ${formatOutcome(outcome)}`,
    '',
  ].join('\n');
}

function formatOutcome(outcome: ReplayOutcome): string {
  switch (outcome.kind) {
    case 'still-fails':
      return `still fails: ${outcome.message}`;
    case 'fixed':
      return 'fixed';
    case 'flaky':
      return `fails ${outcome.failures} of ${outcome.runs} times, it is not deterministic: ${outcome.message}`;
    case 'stale':
      return `stale: ${outcome.reason}`;
  }
}
