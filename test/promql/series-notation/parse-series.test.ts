import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLabels } from '../../../src/promql/labels.ts';
import {
  parseMetric,
  parseSeries,
  parseSeriesValues,
  SAMPLE_KIND,
} from '../../../src/promql/series-notation/parse-series.ts';

/** A row as one reads it: numbers, `_`, `stale`, `histogram`. */
function row(text: string): (number | string)[] {
  const outcome = parseSeriesValues(text);
  if (outcome.kind === 'invalid') throw new Error(`${outcome.offset}: ${outcome.message}`);
  const { kinds, values } = outcome.value;
  const words = { [SAMPLE_KIND.gap]: '_', [SAMPLE_KIND.stale]: 'stale', [SAMPLE_KIND.nativeHistogram]: 'histogram' };
  return Array.from(kinds, (kind, i) => words[kind as 1 | 2 | 3] ?? values[i]!);
}

function metric(text: string): string {
  const outcome = parseMetric(text);
  return outcome.kind === 'parsed' ? formatLabels(outcome.value) : `${outcome.offset}: ${outcome.message}`;
}

function fault(text: string): string {
  const outcome = parseSeries(text);
  return outcome.kind === 'invalid' ? `${outcome.offset}: ${outcome.message}` : 'parsed';
}

describe('series notation', () => {
  it('reads single values, gaps and staleness markers', () => {
    expect(row('5 -1.5 2e3 .5 NaN Inf -Inf +inf _ stale')).toEqual([
      5,
      -1.5,
      2000,
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      '_',
      'stale',
    ]);
  });

  it('repeats a value once more than it says, and a gap as often as it says', () => {
    expect(row('5x3')).toEqual([5, 5, 5, 5]);
    expect(row('_x3')).toEqual(['_', '_', '_']);
    expect(row('5x0')).toEqual([5]);
  });

  it('adds a step up or down as often as it says', () => {
    expect(row('1+2x3 10-4x2 -3+1x1')).toEqual([1, 3, 5, 7, 10, 6, 2, -3, -2]);
  });

  it('adds steps one after another, so that rounding is that of repeated addition', () => {
    let sum = 0;
    const expected = Array.from({ length: 11 }, (_, i) => {
      if (i > 0) sum += 0.1;
      return sum;
    });
    expect(row('0+0.1x10')).toEqual(expected);
    expect(expected[10]).not.toBe(1);
  });

  it('reads 0x3 as four zeros, never as a hexadecimal number', () => {
    expect(row('0x3 0x10')).toEqual([0, 0, 0, 0, ...new Array(11).fill(0)]);
  });

  it('knows how many samples native histograms give', () => {
    expect(row('{{schema:0 sum:5 count:4 buckets:[1 2 1]}}')).toEqual(['histogram']);
    expect(row('1 {{}}x2 {{sum:1}}+{{sum:2 counter_reset_hint:gauge}}x1 _')).toEqual([
      1,
      'histogram',
      'histogram',
      'histogram',
      'histogram',
      'histogram',
      '_',
    ]);
    expect(parseSeries('metric {{schema:-53 custom_values:[0.1 0.2] buckets:[1 2] n_offset:3}}').kind).toBe('parsed');
  });

  it('reads every way to write a metric', () => {
    expect(metric('up')).toBe('up');
    expect(metric('a:b{job="x", instance = \'y\',}')).toBe('a:b{instance="y", job="x"}');
    expect(metric('{__name__="up", job="x"}')).toBe('up{job="x"}');
    expect(metric('{"with space", "l.b"=`raw\\n`}')).toBe('with space{l.b="raw\\\\n"}');
    expect(metric('{}')).toBe('{}');
    expect(metric('m{a="\\"q\\" \\u00e9 \\x41"}')).toBe('m{a="\\"q\\" é A"}');
  });

  it('leaves out empty labels, which are no labels', () => {
    expect(metric('up{job=""}')).toBe('up');
  });

  it('says what is wrong and where', () => {
    expect(fault('metric 1 2 three')).toBe('11: expected a value, got "three"');
    expect(fault('metric 1+2')).toMatch(/^10: expected x and a count/);
    expect(fault('metric 1x')).toMatch(/^9: expected a whole number after x/);
    expect(fault('metric 1x2.5')).toMatch(/^10: expected a blank after a value, got "\.5"/);
    expect(fault('metric{a="b" c="d"} 1')).toMatch(/^13: expected "," or "}" between labels, got "c=/);
    expect(fault('metric{a=b} 1')).toMatch(/^9: expected a quoted string/);
    expect(fault('metric{a="b} 1')).toMatch(/^9: the string that starts with " has no end/);
    expect(fault('metric{a="b", a="c"} 1')).toMatch(/^0: the label "a" stands here twice/);
    expect(fault('metric{__name__="other"} 1')).toMatch(/__name__" stands here twice/);
    expect(fault('metric {{schema:0 sum}}')).toMatch(/^7: expected a native histogram/);
    expect(fault('1 2 3')).toMatch(/^0: expected a metric, got "1"/);
  });

  it('refuses a row that would fill the memory, before it takes any', () => {
    expect(fault('metric 0+1x99999999999')).toMatch(/more than 10000000 steps in one series/);
    const room = { left: 10 };
    expect(parseSeriesValues('1 2x3 _x2', room).kind).toBe('parsed');
    expect(room.left).toBe(3);
    expect(parseSeriesValues('0 0x2', room)).toEqual({
      kind: 'invalid',
      message: 'more than 10000000 steps in all series together',
      offset: 2,
    });
    expect(parseSeriesValues('0 0x1', room).kind).toBe('parsed');
  });

  it('refuses hostile text in time that grows with its length', () => {
    const start = process.cpuUsage();
    expect(fault(`metric {{${'sum:asum:'.repeat(20_000)}`)).toMatch(/expected a native histogram/);
    expect(fault(`metric {{${'buckets:[1 2] '.repeat(20_000)}`)).toMatch(/expected a native histogram/);
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });

  it('reads back any row of values it is given', () => {
    const item = fc.oneof(fc.double(), fc.constant('_' as const), fc.constant('stale' as const));
    fc.assert(
      fc.property(fc.array(item), (items) => {
        expect(
          row(items.map((each) => (Object.is(each, -0) ? '-0' : String(each).replace('inity', ''))).join(' ')),
        ).toEqual(items);
      }),
    );
  });
});
