import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { formatExpression } from '../../../src/promql/format-expression.ts';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import { meaning, parsed } from './meaning.ts';

const ALERTS = join(import.meta.dirname, '../../../../shared/prometheus/alerts');
const SCRIPTS = join(import.meta.dirname, '../../../../shared/prometheus/promqltest');

interface RuleFile {
  readonly groups: readonly { readonly rules?: readonly { readonly expr: string }[] }[];
}

function alertExpressions(): readonly string[] {
  const files = readdirSync(ALERTS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  return files.flatMap((name) =>
    (parseYaml(readFileSync(join(ALERTS, name), 'utf8')) as RuleFile).groups.flatMap(({ rules }) =>
      (rules ?? []).map(({ expr }) => expr),
    ),
  );
}

interface Query {
  readonly place: string;
  readonly text: string;
  readonly mayFail: boolean;
}

function scriptQueries(): readonly Query[] {
  return readdirSync(SCRIPTS)
    .filter((name) => name.endsWith('.test'))
    .flatMap((name) => {
      const lines = readFileSync(join(SCRIPTS, name), 'utf8').split('\n');
      return lines.flatMap((line, i) => {
        const query = /^\s*eval\S*\s+(?:instant at \S+|range from \S+ to \S+ step \S+)\s+(.*)$/.exec(line);
        if (query === null) return [];
        const mayFail = line.includes('eval_fail') || /expect fail/.test(lines[i + 1] ?? '');
        return [{ place: `${name}:${i + 1}`, text: query[1]!, mayFail }];
      });
    });
}

describe.skipIf(!existsSync(ALERTS))('public alerts (skipped without ../shared)', () => {
  const expressions = existsSync(ALERTS) ? alertExpressions() : [];

  it('are all read, and the same after being written', () => {
    expect(expressions.length).toBeGreaterThan(400);
    for (const text of expressions) {
      const expression = parsed(text);
      expect(meaning(parsed(formatExpression(expression)))).toEqual(meaning(expression));
    }
  });

  it('take well under a second for a thousand', () => {
    const before = performance.now();
    for (const text of expressions) parsePromql(text);
    // Some 0.3 ms each on a busy machine; ten times that would be a mistake in the parser.
    expect((performance.now() - before) / expressions.length).toBeLessThan(4);
  });
});

describe.skipIf(!existsSync(SCRIPTS))('the queries of the conformance scripts (skipped without ../shared)', () => {
  const queries = existsSync(SCRIPTS) ? scriptQueries() : [];

  it('are read, refused by name, or expected to fail', () => {
    expect(queries.length).toBe(848);
    const wrong = queries.filter(({ text, mayFail }) => !mayFail && parsePromql(text).kind === 'invalid');
    expect(wrong).toEqual([]);
  });

  it('are refused only for native histograms and what is experimental', () => {
    const refused = new Set<string>();
    for (const { text } of queries) {
      const outcome = parsePromql(text);
      if (outcome.kind === 'refused') for (const { what } of outcome.refusals) refused.add(what);
    }
    expect([...refused].sort()).toEqual(
      [
        ...['histogram_avg', 'histogram_count', 'histogram_stddev', 'histogram_stdvar', 'histogram_sum'],
        ...['end', 'histogram_quantiles', 'limit_ratio', 'limitk', 'mad_over_time', 'max_of', 'min_of', 'range'],
        ...['start', 'step', 'ts_of_first_over_time', 'ts_of_max_over_time', 'ts_of_min_over_time'],
      ].sort(),
    );
  });
});
