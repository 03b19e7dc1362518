import {
  type EvaluationOptions,
  evaluateInstant,
  evaluateRange,
  type QueryResult,
} from '../../src/promql/evaluate/evaluate.ts';
import { type Column, EvaluationError, type RangeOfSeries } from '../../src/promql/evaluated.ts';
import { formatLabels, labelsOfRecord } from '../../src/promql/labels.ts';
import { memorySource } from '../../src/promql/memory-source.ts';
import { parsePromql } from '../../src/promql/parse/parse.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import type { Expression } from '../../src/promql/syntax.ts';
import { formatFloat } from '../../src/promql/text/format-float.ts';

/** A value, a gap, or a staleness marker. */
export type Told = number | '_' | 'stale' | 'histogram';

/** One value every 10 s from time 0, unless another step is given. */
export function series(labels: Readonly<Record<string, string>>, told: readonly Told[], stepMs = 10_000): SampleSeries {
  const samples = told.map((value, i) => ({ value, atMs: i * stepMs })).filter(({ value }) => value !== '_');
  const isStale = samples.map(({ value }) => value === 'stale');
  const histograms = samples.flatMap(({ value }, i) => (value === 'histogram' ? [i] : []));
  return {
    labels: labelsOfRecord(labels),
    timestampsMs: Float64Array.from(samples, ({ atMs }) => atMs),
    values: Float64Array.from(samples, ({ value }) => (typeof value === 'number' ? value : 0)),
    stale: isStale.includes(true) ? Uint8Array.from(isStale, Number) : null,
    ...(histograms.length > 0 && { nativeHistograms: histograms }),
  };
}

export const metric = (
  name: string,
  labels: Readonly<Record<string, string>>,
  told: readonly Told[],
  stepMs?: number,
) => series({ __name__: name, ...labels }, told, stepMs);

export function parsed(text: string): Expression {
  const outcome = parsePromql(text);
  if (outcome.kind !== 'parsed') throw new Error(`${text}: ${JSON.stringify(outcome)}`);
  return outcome.expression;
}

const points = ({ values, present }: Column): string =>
  Array.from(values, (value, i) => (present[i] === 1 ? formatFloat(value) : '_')).join(' ');

const samples = ({ values, timestampsMs }: RangeOfSeries): string =>
  Array.from(values, (value, i) => `${formatFloat(value)}@${timestampsMs[i]! / 1000}`).join(' ');

/** `a{i="1"} 1 _ 3`, one line per element, in the order of the result. */
export function shown({ value }: QueryResult): readonly string[] {
  switch (value.kind) {
    case 'string':
      return [value.value];
    case 'scalar':
      return [Array.from(value.values, formatFloat).join(' ')];
    case 'vector':
      return value.columns.map((column) => `${formatLabels(column.labels)} ${points(column)}`);
    case 'matrix':
      return value.series.map((each) => `${formatLabels(each.labels)} ${samples(each)}`);
  }
}

/** The result at a time in seconds. */
export const at = (
  told: readonly SampleSeries[],
  text: string,
  seconds: number,
  options?: EvaluationOptions,
): readonly string[] => shown(evaluateInstant(parsed(text), memorySource(told), seconds * 1000, options));

/** The result over a range of seconds. */
export const over = (
  told: readonly SampleSeries[],
  text: string,
  [start, end, step]: readonly [number, number, number],
  options?: EvaluationOptions,
): readonly string[] => {
  const range = { startMs: start * 1000, endMs: end * 1000, stepMs: step * 1000 };
  return shown(evaluateRange(parsed(text), memorySource(told), range, options));
};

/** The message with which an evaluation fails. */
export function failure(evaluate: () => unknown): string {
  try {
    evaluate();
  } catch (error) {
    if (error instanceof EvaluationError) return error.message;
    throw error;
  }
  return 'did not fail';
}
