import { monotonicClock, readMs } from '../../src/latency/clock.ts';
import { evaluateRange } from '../../src/promql/evaluate/evaluate.ts';
import type { StepRange } from '../../src/promql/evaluate/steps.ts';
import { parsePromql } from '../../src/promql/parse/parse.ts';
import type { SampleSource } from '../../src/promql/sample-source.ts';
import type { Expression } from '../../src/promql/syntax.ts';
import type { PrometheusServer } from './prometheus-server.ts';
import { type Comparison, compareResults } from './same-results.ts';

/** Both sides' times for one query (or a list of them, added up), one of each round. */
export interface SideBySide {
  readonly name: string;
  readonly oursMs: readonly number[];
  /** `evalTotalTime`. */
  readonly theirsMs: readonly number[];
  /** `innerEvalTime`. */
  readonly theirsInnerMs: readonly number[];
  readonly comparisons: readonly Comparison[];
}

export interface NamedQueries {
  readonly name: string;
  readonly queries: readonly string[];
}

export function parsedOf(query: string): Expression {
  const outcome = parsePromql(query);
  if (outcome.kind !== 'parsed') throw new Error(`${query}: ${JSON.stringify(outcome)}`);
  return outcome.expression;
}

interface Turn {
  readonly oursMs: number;
  readonly theirsMs: number;
  readonly theirsInnerMs: number;
}

/** One query on both sides, one after the other. */
async function turn(query: string, expression: Expression, place: Place, oursFirst: boolean): Promise<Turn> {
  const { source, server, range } = place;
  let oursMs = 0;
  const evaluate = (): void => {
    const startMs = readMs(monotonicClock);
    evaluateRange(expression, source, range);
    oursMs = readMs(monotonicClock) - startMs;
  };
  if (oursFirst) evaluate();
  const { evalTotalTime, innerEvalTime } = await server.ask(query, range, false);
  if (!oursFirst) evaluate();
  return { oursMs, theirsMs: evalTotalTime * 1000, theirsInnerMs: innerEvalTime * 1000 };
}

interface Place {
  readonly source: SampleSource;
  readonly server: PrometheusServer;
  readonly range: StepRange;
}

/**
 * Every query in turns on both sides, first ours then theirs and the other way round. The first turn is not timed: in it
 * the results are compared, value by value.
 */
export async function sideBySide(
  named: readonly NamedQueries[],
  place: Place,
  rounds: number,
  progress: (what: string) => void,
): Promise<readonly SideBySide[]> {
  const rows = named.map(({ name, queries }) => ({
    name,
    queries: queries.map((text) => ({ text, expression: parsedOf(text) })),
    turns: [] as Turn[],
    comparisons: [] as Comparison[],
  }));
  for (const row of rows) {
    progress(`results of ${row.name}`);
    for (const { text, expression } of row.queries) {
      const { body } = await place.server.ask(text, place.range, true);
      row.comparisons.push(compareResults(evaluateRange(expression, place.source, place.range), body!, place.range));
    }
  }
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    for (const { queries, turns } of round % 2 === 0 ? rows : rows.toReversed()) {
      const each: Turn[] = [];
      for (const { text, expression } of queries) each.push(await turn(text, expression, place, round % 2 === 0));
      turns.push({
        oursMs: each.reduce((sum, one) => sum + one.oursMs, 0),
        theirsMs: each.reduce((sum, one) => sum + one.theirsMs, 0),
        theirsInnerMs: each.reduce((sum, one) => sum + one.theirsInnerMs, 0),
      });
    }
  }
  return rows.map(({ name, turns, comparisons }) => ({
    name,
    comparisons,
    oursMs: turns.map(({ oursMs }) => oursMs),
    theirsMs: turns.map(({ theirsMs }) => theirsMs),
    theirsInnerMs: turns.map(({ theirsInnerMs }) => theirsInnerMs),
  }));
}
