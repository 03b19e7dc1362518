import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateInstant } from '../../src/promql/evaluate/evaluate.ts';
import { formatLabels } from '../../src/promql/labels.ts';
import { parsePromql } from '../../src/promql/parse/parse.ts';
import { parseMetric, parseSeries } from '../../src/promql/series-notation/parse-series.ts';
import { ScriptStorage } from '../../src/promql/test-script/script-storage.ts';

interface Reference {
  readonly madeWith: string;
  readonly stepSeconds: number;
  readonly series: readonly string[];
  readonly results: readonly {
    readonly query: string;
    readonly seconds: number;
    readonly elements: readonly (readonly [labels: string, value: string])[];
  }[];
}

/** Made by promtool.mjs beside it, from a real Prometheus. */
const reference = JSON.parse(readFileSync('test/reference/promql/promtool.json', 'utf8')) as Reference;

function parsed<Parsed>(outcome: { kind: 'parsed'; value: Parsed } | { kind: 'invalid'; message: string }): Parsed {
  if (outcome.kind === 'invalid') throw new Error(outcome.message);
  return outcome.value;
}

const storage = new ScriptStorage();
const series = reference.series.map((text, i) => ({ line: i, ...parsed(parseSeries(text)) }));
const stepMs = reference.stepSeconds * 1000;
storage.load({ kind: 'load', line: 0, stepMs, withNativeHistograms: false, series }, 'promtool.json');
const source = storage.source();

function evaluated(query: string, seconds: number): Map<string, number> {
  const outcome = parsePromql(query);
  if (outcome.kind !== 'parsed') throw new Error(`${query}: ${JSON.stringify(outcome)}`);
  const { value } = evaluateInstant(outcome.expression, source, seconds * 1000);
  if (value.kind === 'scalar') return new Map([['{}', value.values[0]!]]);
  if (value.kind !== 'vector') throw new Error(`${query} gives a ${value.kind}`);
  return new Map(
    value.columns.filter(({ present }) => present[0] === 1).map((c) => [formatLabels(c.labels), c.values[0]!]),
  );
}

const toNumber = (text: string): number =>
  /inf/i.test(text) ? (text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY) : Number(text);

/** Not one of the operations of IEEE 754: implementations differ in the last digit. */
const TRANSCENDENTAL = /^(?:a?(?:sin|cos|tan)h?|exp|ln|log2|log10)\(/;

describe(`values as Prometheus ${reference.madeWith} gives them`, () => {
  it.each(reference.results)('$query at $seconds s', ({ query, seconds, elements }) => {
    const got = evaluated(query, seconds);
    const expected = new Map(
      elements.map(([labels, value]) => [formatLabels(parsed(parseMetric(labels))), toNumber(value)]),
    );
    expect([...got.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [labels, value] of expected) {
      if (TRANSCENDENTAL.test(query) && Number.isFinite(value)) {
        expect(Math.abs(got.get(labels)! - value)).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(value)));
      } else expect(got.get(labels)).toBe(value);
    }
  });
});
