import { expect, it } from 'vitest';
import { ReadingTaker } from '../../../src/contenders/model/readings.ts';

const gauge = { labels: { __name__: 'level' }, unit: '1', kind: 'gauge' as const };
const counter = { labels: { __name__: 'total' }, unit: '1', kind: 'counter' as const };

function readings(
  rows: readonly (readonly [number, number])[],
  taker = new ReadingTaker([gauge, counter]),
): number[][] {
  return rows.map(([seconds, value]) => {
    const into = new Float64Array(2);
    taker.take(seconds * 1000, new Float64Array([value, value]), into);
    return [...into];
  });
}

it('reads a gauge as it is and a counter as its increase per second', () => {
  expect(
    readings([
      [0, 5],
      [10, 25],
      [30, 25],
    ]),
  ).toEqual([
    [5, Number.NaN],
    [25, 2],
    [25, 0],
  ]);
});

it('has no reading of a counter after a reset, after a row without one, or when time stood still', () => {
  expect(
    readings([
      [0, 90],
      [10, 3],
      [20, 13],
      [30, Number.NaN],
      [40, 40],
      [40, 50],
      [50, 60],
    ]).map(([, rate]) => rate),
  ).toEqual([Number.NaN, Number.NaN, 1, Number.NaN, Number.NaN, Number.NaN, 1]);
});

it('has no reading where the value is not finite', () => {
  expect(readings([[0, Number.POSITIVE_INFINITY]])[0]).toEqual([Number.NaN, Number.NaN]);
});

it('goes on from its state', () => {
  const first = new ReadingTaker([gauge, counter]);
  readings(
    [
      [0, 1],
      [10, 11],
    ],
    first,
  );
  expect(readings([[20, 31]], new ReadingTaker([gauge, counter], first.state()))).toEqual([[31, 2]]);
});
