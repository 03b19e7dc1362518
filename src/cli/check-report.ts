import pc from 'picocolors';
import type { ContenderInfo, PropertyOutcome, PropertyResult } from '../record/schema.ts';

export interface SavedCounterexample {
  readonly property: string;
  readonly file: string;
}

/** What `check --json` prints. */
export interface CheckReport {
  readonly contender: ContenderInfo;
  readonly dataset: { readonly name: string; readonly digest: string };
  readonly seed: number;
  readonly runs: number;
  readonly properties: readonly PropertyResult[];
  readonly counterexamples: readonly SavedCounterexample[];
}

/** For a person: a line a property, and under a violated one what broke, how, and how to see it again. */
export function formatCheck(report: CheckReport, color: boolean): string {
  const paint = pc.createColors(color);
  const lines = [`${paint.bold(report.contender.name)} learned from ${report.dataset.name}, seed ${report.seed}`, ''];
  for (const result of report.properties) {
    const saved = report.counterexamples.find(({ property }) => property === result.property);
    lines.push(
      `${mark(result, paint)}  ${result.property}`,
      ...detail(result, saved).map((line) => `${INDENT}${line}`),
    );
  }
  return `${[...lines, '', summary(report.properties)].join('\n')}\n`;
}

const MARK_WIDTH = 'not applicable'.length;
const INDENT = ' '.repeat(MARK_WIDTH + 2);

function mark({ scope, outcome }: PropertyResult, paint: ReturnType<typeof pc.createColors>): string {
  switch (outcome.kind) {
    case 'held':
      return paint.green('held'.padEnd(MARK_WIDTH));
    case 'violated':
      return scope === 'characterise'
        ? paint.yellow('does not hold'.padEnd(MARK_WIDTH))
        : paint.red('VIOLATED'.padEnd(MARK_WIDTH));
    case 'not-applicable':
      return paint.dim('not applicable'.padEnd(MARK_WIDTH));
  }
}

function detail({ claim, outcome }: PropertyResult, saved: SavedCounterexample | undefined): string[] {
  switch (outcome.kind) {
    case 'held':
      return [claim, boundLine(outcome)];
    case 'not-applicable':
      return [claim, outcome.reason];
    case 'violated':
      return [
        claim,
        outcome.message,
        ...story(outcome).map((event) => `  ${event}`),
        `case ${outcome.runs}, ${reproduction(outcome)}, made smaller ${outcome.shrinks} times, seed ${outcome.seed}, path ${outcome.path}`,
        ...(saved === undefined ? [] : [`npx watchbench replay ${shellWord(saved.file)}`]),
      ];
  }
}

/** A zero count comes with its bound. */
function boundLine({ runs, skips, violationBound95 }: Extract<PropertyOutcome, { kind: 'held' }>): string {
  const skipped = skips === 0 ? '' : `, ${skips} skipped`;
  return `0 of ${runs} cases broke it${skipped}: fewer than ${(100 * violationBound95).toFixed(1)} % do, at 95 %`;
}

function story({ counterexample }: Extract<PropertyOutcome, { kind: 'violated' }>): readonly string[] {
  return (counterexample.case as { readonly story: readonly string[] }).story; // the codec's own shape
}

function reproduction({ reproduces }: Extract<PropertyOutcome, { kind: 'violated' }>): string {
  if (reproduces === 'always') return 'fails every time';
  return reproduces === 'never'
    ? 'did not fail again: it is not deterministic'
    : 'fails some of the time: it is not deterministic';
}

function summary(properties: readonly PropertyResult[]): string {
  const count = (wanted: (result: PropertyResult) => boolean) => properties.filter(wanted).length;
  const isViolated = ({ outcome }: PropertyResult) => outcome.kind === 'violated';
  const held = count(({ outcome }) => outcome.kind === 'held');
  const must = count((result) => isViolated(result) && result.scope !== 'characterise');
  const characterised = count((result) => isViolated(result) && result.scope === 'characterise');
  const skipped = count(({ outcome }) => outcome.kind === 'not-applicable');
  return `${held} held, ${must} violated, ${characterised} not holding and reported only, ${skipped} not applicable`;
}

const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
