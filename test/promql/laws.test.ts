import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateInstant, evaluateRange, type QueryResult } from '../../src/promql/evaluate/evaluate.ts';
import { EvaluationError } from '../../src/promql/evaluated.ts';
import { memorySource } from '../../src/promql/memory-source.ts';
import type { SampleSource } from '../../src/promql/sample-source.ts';
import type { Expression } from '../../src/promql/syntax.ts';
import { anyExpression, anyRange, anySeries, LOOKBACK } from './any-expression.ts';
import { parsed, shown } from './told-series.ts';

type Range = readonly [start: number, end: number, step: number];
type Point = ReadonlyMap<string, number>;

/** The elements at one step by labels, or that the evaluation fails. */
const pointAt = ({ value }: QueryResult, step: number): Point => {
  if (value.kind !== 'vector') throw new Error(`a ${value.kind}`);
  const there = value.columns.filter(({ present }) => present[step] === 1);
  return new Map(there.map(({ labels, values }) => [labels.key, values[step]!]));
};

function orFailure<Value>(evaluate: () => Value): Value | 'fails' {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) return 'fails';
    throw error;
  }
}

const over = (expression: Expression, source: SampleSource, [start, end, step]: Range): QueryResult =>
  evaluateRange(expression, source, { startMs: start * 1000, endMs: end * 1000, stepMs: step * 1000 }, LOOKBACK);

const timesOf = ([start, end, step]: Range): readonly number[] =>
  Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);

const pointsOver = (expression: Expression, source: SampleSource, range: Range): readonly Point[] | 'fails' =>
  orFailure(() => {
    const result = over(expression, source, range);
    return timesOf(range).map((_, step) => pointAt(result, step));
  });

/** Sums in another order may differ in the last bits; nothing else may. */
function expectSamePoint(actual: Point, expected: Point): void {
  expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [key, value] of expected) {
    const other = actual.get(key)!;
    if (Object.is(other, value) || other === value) continue;
    expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(other), Math.abs(value)));
  }
}

describe('laws of the evaluator', () => {
  it('a range query is the instant queries of its steps, and fails when one of them does', () => {
    fc.assert(
      fc.property(anySeries, anyExpression, anyRange, (told, text, range) => {
        const expression = parsed(text);
        const source = memorySource(told);
        const instants = timesOf(range).map((time) =>
          orFailure(() => pointAt(evaluateInstant(expression, source, time * 1000, LOOKBACK), 0)),
        );
        const points = pointsOver(expression, source, range);
        if (points === 'fails') {
          expect(instants).toContain('fails');
          return;
        }
        for (const [step, expected] of instants.entries()) {
          if (expected === 'fails') throw new Error(`only the instant query at step ${step} fails`);
          expectSamePoint(points[step]!, expected);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('a range query is the two halves of it', () => {
    fc.assert(
      fc.property(anySeries, anyExpression, anyRange, fc.nat(), (told, text, range, cut) => {
        const expression = parsed(text);
        const source = memorySource(told);
        const [start, end, step] = range;
        const times = timesOf(range);
        fc.pre(times.length > 1);
        const middle = times[cut % (times.length - 1)]!;
        const whole = pointsOver(expression, source, range);
        const before = pointsOver(expression, source, [start, middle, step]);
        const after = pointsOver(expression, source, [middle + step, end, step]);
        if (before === 'fails' || after === 'fails') {
          expect(whole).toBe('fails');
          return;
        }
        if (whole === 'fails') throw new Error('only the whole fails');
        for (const [i, expected] of [...before, ...after].entries()) expectSamePoint(whole[i]!, expected);
      }),
      { numRuns: 300 },
    );
  });

  it('the order in which a source was given its series does not matter', () => {
    const shuffled = anySeries.chain((told) =>
      fc.tuple(fc.constant(told), fc.shuffledSubarray([...told], { minLength: told.length })),
    );
    fc.assert(
      fc.property(shuffled, anyExpression, anyRange, ([told, mixed], text, range) => {
        const expression = parsed(text);
        const lines = (series: typeof told) => orFailure(() => shown(over(expression, memorySource(series), range)));
        expect(lines(mixed)).toEqual(lines(told));
      }),
      { numRuns: 300 },
    );
  });

  it('an evaluation leaves what it was given alone', () => {
    fc.assert(
      fc.property(anySeries, anyExpression, anyRange, (told, text, range) => {
        const before = structuredClone(told);
        orFailure(() => over(parsed(text), memorySource(told), range));
        expect(told).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});
