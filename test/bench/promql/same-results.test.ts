import { describe, expect, it } from 'vitest';
import { compareResults } from '../../../bench/promql/same-results.ts';
import { labelsOfRecord } from '../../../src/promql/labels.ts';

const RANGE = { startMs: 60_000, endMs: 120_000, stepMs: 30_000 };

const ours = (
  values: readonly number[],
  present = [1, 1, 1],
  labels: Readonly<Record<string, string>> = { a: 'x' },
) => {
  const column = {
    labels: labelsOfRecord(labels),
    values: Float64Array.from(values),
    present: Uint8Array.from(present),
  };
  return { value: { kind: 'vector', columns: [{ ...column, nameDropped: false }] }, annotations: [] } as const;
};

const body = (values: readonly (readonly [number, string])[]): string =>
  JSON.stringify({ data: { resultType: 'matrix', result: [{ metric: { a: 'x' }, values }] } });

const THEIRS = body([
  [60, '1'],
  [90, 'NaN'],
  [120, '+Inf'],
]);

describe('comparing with the response of a server', () => {
  it('finds nothing between the same values, NaN and infinity among them', () => {
    const compared = compareResults(ours([1, Number.NaN, Number.POSITIVE_INFINITY]), THEIRS, RANGE);
    expect(compared).toMatchObject({ seriesCount: 1, valueCount: 3, differenceCount: 0, worstRatio: 0 });
  });

  it('lets pass what is within 1e-9 of the value, and says how far apart it was', () => {
    const compared = compareResults(ours([1 + 1e-12, Number.NaN, Number.POSITIVE_INFINITY]), THEIRS, RANGE);
    expect(compared.differenceCount).toBe(0);
    expect(compared.worstRatio).toBeCloseTo(1e-12, 14);
  });

  it('counts a value that differs, one that is a number on one side only, and one of the other sign', () => {
    expect(compareResults(ours([1.001, 0, Number.NEGATIVE_INFINITY]), THEIRS, RANGE).differenceCount).toBe(3);
  });

  it('counts steps and series that only one side has', () => {
    const values = [1, Number.NaN, Number.POSITIVE_INFINITY];
    expect(compareResults(ours(values, [1, 0, 1]), THEIRS, RANGE).differenceCount).toBe(1);
    expect(compareResults(ours(values), body([[60, '1']]), RANGE).differenceCount).toBe(2);
    expect(compareResults(ours(values, [1, 1, 1], { a: 'y' }), THEIRS, RANGE).differenceCount).toBe(4);
  });
});
