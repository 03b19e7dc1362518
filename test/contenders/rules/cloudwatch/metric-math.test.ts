import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMath, type MathProblem } from '../../../../src/contenders/rules/cloudwatch/metric-math/check.ts';
import { evaluateMath } from '../../../../src/contenders/rules/cloudwatch/metric-math/evaluate.ts';
import { MathSyntaxError, parseMath } from '../../../../src/contenders/rules/cloudwatch/metric-math/parse.ts';
import { series } from '../../../../src/contenders/rules/cloudwatch/metric-math/value.ts';

const _ = Number.NaN;
type Columns = Readonly<Record<string, readonly number[]>>;

/** Over periods of five minutes from midnight on Saturday, 1 March 2025. */
function computed(text: string, columns: Columns): readonly number[] | number {
  const metrics = new Map(Object.entries(columns).map(([id, values]) => [id, Float64Array.from(values)]));
  const node = parseMath(text);
  const { problems } = checkMath(node, {
    types: new Map([...metrics.keys()].map((id) => [id, 'series'])),
    metrics: new Set(metrics.keys()),
  });
  expect(problems).toEqual([]);
  const length = Object.values(columns)[0]?.length ?? 0;
  const value = evaluateMath(node, {
    metrics,
    periodMs: 300_000,
    startsMs: Array.from({ length }, (_nothing, i) => Date.UTC(2025, 2, 1) + i * 300_000),
    valueOf: (id) => series(metrics.get(id)!),
  });
  if (value.kind === 'list') throw new Error(`${text} is an array`);
  return value.kind === 'number' ? value.value : [...value.values];
}

describe('metric math', () => {
  it.each<[string, Columns, readonly number[]]>([
    ['m1 + m2 * 2', { m1: [1, 2], m2: [10, 20] }, [21, 42]],
    ['(m1 + m2) * 2', { m1: [1, 2], m2: [10, 20] }, [22, 44]],
    ['-m1 ^ 2', { m1: [3] }, [-9]],
    ['2 ^ 3 ^ 2 + 0 * m1', { m1: [0] }, [512]],
    ['10 - 4 - 3 + 0 * m1', { m1: [0] }, [3]],
    ['1e3 * m1 / .5', { m1: [1] }, [2000]],
    ['m1 / m2', { m1: [1, 1, _, _], m2: [0, 2, 4, _] }, [_, 0.5, 0, _]],
    ['m1 + 1', { m1: [_, 1] }, [_, 2]],
    ['METRICS() * 100 + m1', { m1: [1] }, [101]],
  ])('%s over %o gives %o', (text, columns, expected) => {
    if (text.startsWith('METRICS')) expect(computed(`SUM(${text})`, columns)).toEqual(expected);
    else expect(computed(text, columns)).toEqual(expected);
  });

  it('compares as the User Guide shows, a value that one series lacks counting as 0', () => {
    const columns = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
    expect(computed('(metric1 < metric2)', columns)).toEqual([0, 0, 1, 0]);
    expect(computed('(metric1 >= 30)', columns)).toEqual([1, 0, 0, 0]);
    expect(computed('(metric1 > 15 AND metric2 > 15)', columns)).toEqual([1, 0, 0, 0]);
    expect(computed('metric1 > 15 && metric2 > 15 || metric1 == 0', columns)).toEqual([1, 0, 1, 1]);
  });

  it('chooses with IF as the User Guide shows', () => {
    const metric1 = [1, 1, 0, 0, _];
    const metric2 = [30, _, 0, 0, 30];
    const metric3 = [0, 0, 20, _, 20];
    expect(computed('IF(metric1, metric2, metric3)', { metric1, metric2, metric3 })).toEqual([30, 0, 20, _, _]);
    expect(computed('IF(metric1, 5, metric3)', { metric1, metric3 })).toEqual([5, 5, 20, _, _]);
    expect(computed('IF(metric1, metric2, 5)', { metric1, metric2 })).toEqual([30, 0, 5, 5, _]);
    expect(computed('IF(metric1, metric2)', { metric1, metric2 })).toEqual([30, 0, _, _, _]);
    expect(computed('IF(0, metric2, metric3)', { metric2, metric3 })).toEqual([0, 0, 20, _, 20]);
    expect(computed('IF(0, metric2)', { metric2 })).toEqual([_, _, _, _, _]);
  });

  it.each<[string, readonly number[], readonly number[]]>([
    ['FILL(m1, 7)', [_, 1, _, 3, _], [7, 1, 7, 3, 7]],
    ['FILL(m1, REPEAT)', [_, 1, _, 3, _], [_, 1, 1, 3, 3]],
    ['FILL(m1, LINEAR)', [_, 1, _, 3, _], [_, 1, 2, 3, _]],
    ['FILL(m1, MAX(m1))', [_, 1, _, 3, _], [3, 1, 3, 3, 3]],
    ['DIFF(m1)', [5, 8, _, 2], [_, 3, _, -6]],
    ['DIFF_TIME(m1)', [5, 8, _, 2], [_, 300, _, 600]],
    ['RATE(m1)', [0, 300, _, 900], [_, 1, _, 1]],
    ['RUNNING_SUM(m1)', [1, _, 2, 3], [1, _, 3, 6]],
    ['ABS(m1)', [-1, _, 2], [1, _, 2]],
    ['CEIL(m1) - FLOOR(m1)', [0.5, 2, -0.5], [1, 0, 1]],
    ['LOG10(m1)', [100, 0, -1], [2, _, _]],
    ['m1 - AVG(m1)', [1, _, 3], [-1, _, 1]],
    ['m1 / STDDEV(m1)', [1, 3], [1, 3]],
    ['m1 / PERIOD(m1)', [300, 600], [1, 2]],
    ['TIME_SERIES(5 * MIN(m1))', [_, 2], [10, 10]],
    ['TIME_SERIES(DATAPOINT_COUNT(m1))', [_, 2], [1, 1]],
    ['MINUTE(m1)', [_, 2], [0, 5]],
    ['DAY(m1)', [_, 2], [6, 6]],
    ['YEAR(m1) + MONTH(m1) + DATE(m1) + HOUR(m1)', [1], [2029]],
    ['EPOCH(m1)', [1], [Date.UTC(2025, 2, 1) / 1000]],
  ])('%s of %o is %o', (text, m1, expected) => {
    expect(computed(text, { m1 })).toEqual(expected);
  });

  it('takes arrays together period by period', () => {
    const columns = { errors4xx: [1, _, _], errors5xx: [3, 2, _], requests: [10, 10, 10] };
    expect(computed('SUM(METRICS("errors"))', columns)).toEqual([4, 2, _]);
    expect(computed('AVG([errors4xx, errors5xx])', columns)).toEqual([2, 1, _]);
    expect(computed('MAX(METRICS())', columns)).toEqual([10, 10, 10]);
    expect(computed('SUM([METRICS("4xx"), METRICS("5xx")]) / requests * 100', columns)).toEqual([40, 20, 0]);
    expect(computed('requests / METRIC_COUNT(METRICS())', columns)).toEqual([10 / 3, 10 / 3, 10 / 3]);
    expect(computed('FIRST(SORT(METRICS(), AVG, DESC))', columns)).toEqual([10, 10, 10]);
    expect(computed('LAST(SORT(METRICS(), SUM, DESC, 2))', columns)).toEqual([3, 2, _]);
    expect(computed('SUM(SLICE(METRICS(), 1))', columns)).toEqual([13, 12, 10]);
    expect(computed('TIME_SERIES(METRIC_COUNT(REMOVE_EMPTY([errors4xx, errors5xx * errors4xx])))', columns)).toEqual([
      2, 2, 2,
    ]);
  });

  it.each([
    ['m1 +', 4],
    ['m1 m2', 3],
    ['(m1', 3],
    ['[m1', 3],
    ['m1 ? 2', 3],
    ['SUM(m1,)', 7],
    ['', 0],
  ])('%j is refused at letter %i', (text, at) => {
    let error: unknown;
    try {
      parseMath(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(MathSyntaxError);
    expect((error as MathSyntaxError).at).toBe(at);
  });

  it('refuses what is nested beyond reason instead of overflowing', () => {
    expect(() => parseMath('('.repeat(50_000))).toThrow(/nested deeper/);
    expect(() => parseMath(`${'-'.repeat(50_000)}1`)).toThrow(/nested deeper/);
    expect(() => parseMath(`${'2^'.repeat(50_000)}1`)).toThrow(/nested deeper/);
  });

  const problems = (text: string): readonly MathProblem[] =>
    checkMath(parseMath(text), { types: new Map([['m1', 'series']]), metrics: new Set(['m1']) }).problems;

  it.each([
    ['m1 + m3', 5, /no metric or expression has the id m3/],
    ['1 + SUMM(m1)', 4, /no function SUMM/],
    ['MAX(m1, 3)', 0, /MAX does not take a time series, a number/],
    ['m1 > [m1]', 3, /does not take an array/],
    ['[m1, 3]', 5, /expected a time series in an array/],
    ['FILL(m1, SOMEHOW)', 0, /FILL does not take/],
    ['m1 + REPEAT', 5, /the word REPEAT/],
    ['PERIOD(m1 + 1)', 0, /PERIOD\(id of a metric\)/],
  ])('%s: a fault at letter %i', (text, at, message) => {
    expect(problems(text)).toMatchObject([{ kind: 'fault', at, message: expect.stringMatching(message) }]);
  });

  it.each(['SEARCH("x", "Average")', 'ANOMALY_DETECTION_BAND(m1)', 'SERVICE_QUOTA(m1)'])(
    '%s is no fault; it is refused by name',
    (text) => {
      expect(problems(text)).toMatchObject([
        { kind: 'refused', message: expect.stringContaining(text.split('(')[0]!) },
      ]);
    },
  );

  it('names every problem of an expression, in order', () => {
    expect(problems('m2 + FOO(m1) * m3').map(({ at }) => at)).toEqual([0, 5, 15]);
  });

  const column = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant(_)), { minLength: 6, maxLength: 6 });

  it('finds the sum of differences between the first and the last data point', () => {
    fc.assert(
      fc.property(column, (m1) => {
        const present = m1.filter((value) => !Number.isNaN(value));
        fc.pre(present.length >= 2);
        const [total] = computed('TIME_SERIES(SUM(DIFF(m1)))', { m1 }) as number[];
        expect(total).toBe(present.at(-1)! - present[0]!);
      }),
    );
  });

  it('adds and takes away again', () => {
    fc.assert(
      fc.property(column, column, (m1, m2) => {
        const there = m1.map((value, i) => (Number.isNaN(value) && Number.isNaN(m2[i]!) ? _ : value || 0));
        expect((computed('m1 + m2 - m2', { m1, m2 }) as number[]).map((value) => value + 0)).toEqual(
          there.map((value) => value + 0),
        );
      }),
    );
  });
});
