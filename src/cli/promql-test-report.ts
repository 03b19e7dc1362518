import pc from 'picocolors';
import type { EvalReport } from '../promql/test-script/run-script.ts';

export interface ScriptReport {
  readonly file: string;
  readonly evals: readonly EvalReport[];
}

interface EvalPlace {
  readonly line: number;
  readonly query: string;
}

interface FailedEval extends EvalPlace {
  /** Which run of the query it was: as written, at another time, as a step of a range query. */
  readonly run: string;
  readonly differences: readonly string[];
}

interface RefusedEval extends EvalPlace {
  readonly construct: string;
  readonly what: string;
  readonly message: string;
}

interface ScriptSummary {
  readonly file: string;
  readonly passed: number;
  readonly failed: readonly FailedEval[];
  readonly refused: readonly RefusedEval[];
}

export interface ScriptsSummary {
  readonly passed: number;
  readonly failed: number;
  readonly refused: number;
  /** How many evals were refused, by construct and by the name of the function, metric or aggregation. */
  readonly refusals: readonly { readonly construct: string; readonly what: string; readonly count: number }[];
  readonly files: readonly ScriptSummary[];
}

export function summariseScripts(reports: readonly ScriptReport[]): ScriptsSummary {
  const files = reports.map(summariseScript);
  const sum = (count: (file: ScriptSummary) => number): number => files.reduce((total, file) => total + count(file), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed.length),
    refused: sum(({ refused }) => refused.length),
    refusals: countRefusals(files.flatMap(({ refused }) => refused)),
    files,
  };
}

function summariseScript({ file, evals }: ScriptReport): ScriptSummary {
  return {
    file,
    passed: evals.filter(({ outcome }) => outcome.kind === 'passed').length,
    failed: evals.flatMap(({ line, query, outcome }) => {
      if (outcome.kind !== 'failed') return [];
      const { run, differences } = outcome;
      return [{ line, query, run, differences }];
    }),
    refused: evals.flatMap(({ line, query, outcome }) => {
      if (outcome.kind !== 'refused') return [];
      const { construct, what, message } = outcome;
      return [{ line, query, construct, what, message }];
    }),
  };
}

function countRefusals(refused: readonly RefusedEval[]): ScriptsSummary['refusals'] {
  const counts = new Map<string, { construct: string; what: string; count: number }>();
  for (const { construct, what } of refused) {
    const key = `${construct} ${what}`;
    const entry = counts.get(key) ?? { construct, what, count: 0 };
    counts.set(key, entry);
    entry.count++;
  }
  return [...counts.values()].sort(
    (a, b) => a.construct.localeCompare(b.construct) || b.count - a.count || a.what.localeCompare(b.what),
  );
}

export function formatScriptReports(
  { passed, failed, refused, refusals, files }: ScriptsSummary,
  colour: boolean,
): string {
  const { red, green, dim } = pc.createColors(colour);
  const width = Math.max(5, ...files.map(({ file }) => file.length));
  const row = (name: string, ...cells: readonly (string | number)[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
  const lines = [
    dim(row('file', 'passed', 'failed', 'refused')),
    ...files.map((file) => row(file.file, file.passed, file.failed.length, file.refused.length)),
    row('all', passed, failed, refused),
  ];
  for (const { file, failed: failures } of files) {
    for (const { line, query, run, differences } of failures) {
      lines.push('', red(`${file}:${line}: ${query}`), `  ${run}:`, ...differences.map((text) => `    ${text}`));
    }
  }
  if (refusals.length > 0) {
    lines.push('', 'refused, by construct and name');
    for (const construct of new Set(refusals.map((refusal) => refusal.construct))) {
      const ofConstruct = refusals.filter((refusal) => refusal.construct === construct);
      const total = ofConstruct.reduce((sum, { count }) => sum + count, 0);
      lines.push(`  ${construct} ${total}: ${namesOf(ofConstruct)}`);
    }
  }
  if (failed === 0) lines.push('', green('nothing failed'));
  return `${lines.join('\n')}\n`;
}

/** The JSON document has them all. */
const MOST_NAMES = 12;

function namesOf(refusals: ScriptsSummary['refusals']): string {
  const names = refusals.slice(0, MOST_NAMES).map(({ what, count }) => `${what} ${count}`);
  const more = refusals.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
