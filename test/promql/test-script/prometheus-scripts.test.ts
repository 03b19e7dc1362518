import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseScript } from '../../../src/promql/test-script/parse-script.ts';
import type { EvalOutcome } from '../../../src/promql/test-script/run-eval.ts';
import { type EvalReport, runScript } from '../../../src/promql/test-script/run-script.ts';

const folder = resolve('../shared/prometheus/promqltest');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.test')) : [];

describe.skipIf(files.length === 0)("Prometheus' own scripts (skipped without ../shared/prometheus)", () => {
  const reports = new Map(
    files.map((file): [string, readonly EvalReport[]] => {
      return [file, runScript(parseScript(readFileSync(join(folder, file), 'utf8'), file), file)];
    }),
  );
  const outcomes = [...reports.values()].flat().map(({ outcome }) => outcome);
  const ofKind = <Kind extends EvalOutcome['kind']>(kind: Kind) =>
    outcomes.filter((outcome): outcome is Extract<EvalOutcome, { kind: Kind }> => outcome.kind === kind);

  it.each(files)('%s: nothing fails', (file) => {
    expect(reports.get(file)!.filter(({ outcome }) => outcome.kind === 'failed')).toEqual([]);
  });

  it('evaluates or refuses by name every one of the 848 evals', () => {
    expect(outcomes).toHaveLength(848);
    expect(ofKind('passed').length).toBeGreaterThanOrEqual(618);
  });

  it('refuses nothing but native histograms and what is experimental', () => {
    const constructs = new Set(ofKind('refused').map(({ construct }) => construct));
    expect([...constructs].sort()).toEqual(['experimental-aggregation', 'experimental-function', 'native-histogram']);
  });
});
