import { describe, expect, it } from 'vitest';
import { evaluateInstant } from '../../../src/promql/evaluate/evaluate.ts';
import { memorySource } from '../../../src/promql/memory-source.ts';
import { formatFloat } from '../../../src/promql/text/format-float.ts';
import { at, failure, metric, over, parsed } from '../told-series.ts';

const NAN = Number.NaN;
const BIG = 9.988465674311579e307;

const of = (...values: readonly number[]) => values.map((value, i) => metric('m', { i: String(i) }, [value]));

describe('groups', () => {
  const TWO = [
    metric('m', { a: 'x', b: '1' }, [1]),
    metric('m', { a: 'x', b: '2' }, [2]),
    metric('m', { a: 'y' }, [4]),
  ];

  it('are made by labels, without labels, or of everything', () => {
    expect(at(TWO, 'sum by (a) (m)', 0)).toEqual(['{a="x"} 3', '{a="y"} 4']);
    expect(at(TWO, 'sum without (b) (m)', 0)).toEqual(['{a="x"} 3', '{a="y"} 4']);
    expect(at(TWO, 'sum(m)', 0)).toEqual(['{} 7']);
    expect(at(TWO, 'sum by (none) (m)', 0)).toEqual(['{} 7']);
    expect(at(TWO, 'count by (__name__) (m)', 0)).toEqual(['m 3']);
  });

  it('are there only at the steps at which an element is', () => {
    const gone = [metric('m', { a: 'x' }, [1, 'stale']), metric('m', { a: 'y' }, ['_', 2])];
    expect(over(gone, 'sum by (a) (m)', [0, 10, 10])).toEqual(['{a="x"} 1 _', '{a="y"} _ 2']);
    expect(over(gone, 'count(m)', [0, 10, 10])).toEqual(['{} 1 1']);
  });
});

describe('folding', () => {
  it.each([
    ['sum', [1e100, 1, -1e100], '1'],
    ['sum', [Infinity, -Infinity], 'NaN'],
    ['avg', [1e100, 3, -1e100], '1'],
    ['avg', [BIG, BIG, BIG, BIG], formatFloat(BIG)],
    ['avg', [Infinity, 1, Infinity], '+Inf'],
    ['avg', [Infinity, -Infinity], 'NaN'],
    ['min', [NAN, 3, 2], '2'],
    ['max', [3, NAN, 5], '5'],
    ['max', [NAN, NAN], 'NaN'],
    ['count', [NAN, 0], '2'],
    ['group', [7, 8], '1'],
    ['stdvar', [8, 10, 12], '2.6666666666666665'],
    ['stddev', [8, 12], '2'],
    ['stddev', [Infinity, 1], 'NaN'],
    ['stdvar', [1, NAN], 'NaN'],
  ] as const)('%s of %j is %s', (operator, values, result) => {
    expect(at(of(...values), `${operator}(m)`, 0)).toEqual([`{} ${result}`]);
  });

  it('averages a value that overflows a sum without overflowing', () => {
    expect(at(of(BIG, BIG, -BIG, -BIG), 'avg(m)', 0)).toEqual(['{} 0']);
  });
});

describe('quantile', () => {
  it('interpolates between ranks, NaN being the smallest value', () => {
    expect(at(of(0, 1, 4), 'quantile(0.8, m)', 0)).toEqual(['{} 2.8000000000000003']);
    expect(at(of(0, 1, NAN), 'quantile(0.8, m)', 0)).toEqual(['{} 0.6000000000000001']);
    expect(at(of(0, 1, NAN), 'quantile(0.2, m)', 0)).toEqual(['{} NaN']);
  });

  it('takes a parameter that changes from step to step', () => {
    const told = [metric('q', {}, [0, 1]), metric('m', { i: '1' }, [1, 3]), metric('m', { i: '2' }, [5, 7])];
    expect(over(told, 'quantile(scalar(q), m)', [0, 10, 10])).toEqual(['{} 1 7']);
    expect(over(told, 'topk(scalar(q), m)', [0, 10, 10])).toEqual(['m{i="2"} _ 7']);
  });

  it('has a result and a warning for a parameter outside 0 to 1', () => {
    const result = (text: string) => evaluateInstant(parsed(text), memorySource(of(1, 2)), 0);
    expect(at(of(1, 2), 'quantile(1.5, m)', 0)).toEqual(['{} +Inf']);
    expect(at(of(1, 2), 'quantile(-1, m)', 0)).toEqual(['{} -Inf']);
    expect(at(of(1, 2), 'quantile(NaN, m)', 0)).toEqual(['{} NaN']);
    expect(result('quantile(1.5, m)').annotations).toEqual([
      {
        kind: 'warning',
        message: 'quantile value should be between 0 and 1, got 1.5',
        span: { from: 9, to: 12 },
      },
    ]);
    expect(result('quantile(0.5, m)').annotations).toEqual([]);
  });
});

describe('topk and bottomk', () => {
  it('order a single step by value, NaN last', () => {
    expect(at(of(1, NAN, 3, 2), 'topk(3, m)', 0)).toEqual(['m{i="2"} 3', 'm{i="3"} 2', 'm{i="0"} 1']);
    expect(at(of(1, NAN, 3), 'bottomk(3, m)', 0)).toEqual(['m{i="0"} 1', 'm{i="2"} 3', 'm{i="1"} NaN']);
    expect(at(of(1, NAN, 3), 'topk(9999999999, m)', 0)).toEqual(['m{i="2"} 3', 'm{i="0"} 1', 'm{i="1"} NaN']);
  });

  it('choose at each step of a range, in order of labels', () => {
    const told = [metric('m', { i: '1' }, [1, 9]), metric('m', { i: '2' }, [5, 2]), metric('m', { i: '3' }, [3, 3])];
    expect(over(told, 'topk(2, m)', [0, 10, 10])).toEqual(['m{i="1"} _ 9', 'm{i="2"} 5 _', 'm{i="3"} 3 3']);
  });

  it('choose within each group', () => {
    const told = [
      metric('m', { g: 'a', i: '1' }, [1]),
      metric('m', { g: 'a', i: '2' }, [2]),
      metric('m', { g: 'b', i: '3' }, [0]),
    ];
    expect(at(told, 'topk by (g) (1, m)', 0)).toEqual(['m{g="a", i="2"} 2', 'm{g="b", i="3"} 0']);
  });

  it('give nothing for less than one, and fail for what is no count', () => {
    expect(at(of(1), 'topk(0.9, m)', 0)).toEqual([]);
    expect(failure(() => at([], 'topk(NaN, m)', 0))).toBe('Parameter value is NaN');
    expect(failure(() => at([], 'bottomk(1e19, m)', 0))).toBe('Scalar value 1e+19 overflows int64');
    expect(failure(() => at([], 'bottomk(Inf, m)', 0))).toBe('Scalar value +Inf overflows int64');
  });
});

describe('count_values', () => {
  it('counts equal values under a label that holds them', () => {
    expect(at(of(6, 7, 6, NAN), 'count_values("version", m)', 0)).toEqual([
      '{version="6"} 2',
      '{version="7"} 1',
      '{version="NaN"} 1',
    ]);
    expect(at(of(1e21, 1e-7), 'count_values("v", m)', 0)).toEqual([
      '{v="1000000000000000000000"} 1',
      '{v="0.0000001"} 1',
    ]);
  });

  it('keeps the label whatever the grouping, and lets it stand in for a label of the series', () => {
    expect(at(of(6, 7), 'count_values without (i) ("v", m)', 0)).toEqual(['{v="6"} 1', '{v="7"} 1']);
    expect(at(of(6, 6), 'count_values by (i) ("i", m)', 0)).toEqual(['{i="6"} 2']);
  });

  it('names a label by any UTF-8, and by nothing else', () => {
    expect(at(of(6), 'count_values("größe", m)', 0)).toEqual(['{größe="6"} 1']);
    expect(failure(() => at(of(6), 'count_values("", m)', 0))).toBe('invalid label name ""');
    expect(failure(() => at(of(6), 'count_values("gr\\xf6\\u200be", m)', 0))).toBe(
      'invalid label name "gr\\xf6\\u200be"',
    );
  });
});
