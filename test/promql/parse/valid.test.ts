import { describe, expect, it } from 'vitest';
import { formatExpression } from '../../../src/promql/format-expression.ts';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import type { ValueType } from '../../../src/promql/syntax.ts';
import { typeOf } from '../../../src/promql/type-of.ts';
import { walk } from '../../../src/promql/walk.ts';
import { meaning, parsed } from './meaning.ts';

const FORMATTED: readonly (readonly [text: string, formatted: string])[] = [
  // Selectors
  ['up', 'up'],
  [' up # a comment\n', 'up'],
  ['# first\nup{ # second\n job="a" }', 'up{job="a"}'],
  ['job:up:rate5m', 'job:up:rate5m'],
  [':colon', ':colon'],
  [`up{job='a',instance!="b",x=~"c|d",y!~\`e.*\`,}`, 'up{job="a", instance!="b", x=~"c|d", y!~"e.*"}'],
  ['{__name__="up"}', 'up'],
  ['{__name__=~"up|down"}', '{__name__=~"up|down"}'],
  ['{"my.metric"}', '{__name__="my.metric"}'],
  ['{"my.metric", "a b"=\'c\'}', '{__name__="my.metric", "a b"="c"}'],
  ['{job="a", "up"}', '{job="a", __name__="up"}'],
  [
    'up{on="a", by="b", offset="c", sum="d", inf="e", start="f", bool="g"}',
    'up{on="a", by="b", offset="c", sum="d", inf="e", start="f", bool="g"}',
  ],
  // Words of the language that are names of metrics too
  ['sum + by + without + offset + and', 'sum + by + without + offset + and'],
  ['offset offset 5m', 'offset offset 5m'],
  ['start + end + step + range + min_of', 'start + end + step + range + min_of'],
  ['rate', 'rate'],
  ['infinity', 'infinity'],
  ['constructor + toString', 'constructor + toString'],
  ['sum by (constructor) (__proto__{valueOf="a"})', 'sum by (constructor) (__proto__{valueOf="a"})'],
  ['{__name__="inf"}', '{__name__="inf"}'],
  // Modifiers, in any order
  ['up offset 5m', 'up offset 5m'],
  ['up OFFSET -1h30m', 'up offset -1h30m'],
  ['up offset 90', 'up offset 1m30s'],
  ['up offset 1.5', 'up offset 1s500ms'],
  ['up @ 1.5 offset 5m', 'up @ 1.5 offset 5m'],
  ['up offset 5m @ 1.5', 'up @ 1.5 offset 5m'],
  ['up @ -1.5', 'up @ -1.5'],
  ['up @ 0x10', 'up @ 16'],
  ['up @ 1m40s', 'up @ 100'],
  ['up @ start()', 'up @ start()'],
  ['up[5m] @ end() offset 1d', 'up[5m] @ end() offset 1d'],
  ['up[5m] offset 1w', 'up[5m] offset 1w'],
  ['up[ 1h30m ]', 'up[1h30m]'],
  ['up[300]', 'up[5m]'],
  ['up[0.5]', 'up[500ms]'],
  ['up[365d]', 'up[1y]'],
  ['rate(up[5m])[1h:]', 'rate(up[5m])[1h:]'],
  ['rate(up[5m])[1h:1m] offset 5m @ 3', 'rate(up[5m])[1h:1m] @ 3 offset 5m'],
  ['up[5m:30]', 'up[5m:30s]'],
  ['up[1d:1h]', 'up[1d:1h]'],
  // Durations that are worked out beforehand
  ['up[2 * 5m + 30s]', 'up[10m30s]'],
  ['up[(1h - 30m) / 2]', 'up[15m]'],
  ['up[2 ^ 3 % 5]', 'up[3s]'],
  ['up[min_of(1h, 5m):max_of(1, 2)]', 'up[5m:2s]'],
  ['up offset -(1h + 1m)', 'up offset -1h1m'],
  // Aggregations
  ['sum(up)', 'sum(up)'],
  ['SUM BY (job) (up)', 'sum by (job) (up)'],
  ['sum(up) by (job, instance,)', 'sum by (job, instance) (up)'],
  ['sum without () (up)', 'sum without () (up)'],
  ['count by (on, offset, bool, by, "a.b") (up)', 'count by (on, offset, bool, by, "a.b") (up)'],
  ['topk(3, up)', 'topk(3, up)'],
  ['quantile without (a) (0.9, up)', 'quantile without (a) (0.9, up)'],
  ['count_values("version", build)', 'count_values("version", build)'],
  ['sum by (a) (up) / sum(up) by (b)', 'sum by (a) (up) / sum by (b) (up)'],
  // Text of any bytes
  ['up{a="\\xff\\u200b\\"\\\\é"}', 'up{a="\\xff\\u200b\\"\\\\é"}'],
  // Calls
  ['time()', 'time()'],
  ['rate(up[5m])', 'rate(up[5m])'],
  ['round(up)', 'round(up)'],
  ['round(up, 0.5)', 'round(up, 0.5)'],
  ['hour()', 'hour()'],
  ['label_join(up, "a", ",")', 'label_join(up, "a", ",")'],
  ['label_join(up, "a", ",", "b", "c", "d")', 'label_join(up, "a", ",", "b", "c", "d")'],
  ['quantile_over_time(0.5, up[5m])', 'quantile_over_time(0.5, up[5m])'],
  ['double_exponential_smoothing(up[5m], 0.5, 0.5)', 'double_exponential_smoothing(up[5m], 0.5, 0.5)'],
  // Operators
  ['a + on(x) group_left(y) b', 'a + on (x) group_left (y) b'],
  ['a * ignoring(x,) group_right b', 'a * ignoring (x) group_right () b'],
  ['a == bool on() b', 'a == bool on () b'],
  ['a / on(x) group_left -b', 'a / on (x) group_left () -b'],
  ['a AND b UnLess on(x) c', 'a and b unless on (x) c'],
  ['a atan2 b', 'a atan2 b'],
  ['1 > bool 2', '1 > bool 2'],
  ['(a)', '(a)'],
  ['-a', '-a'],
  ['+ - a', '+-a'],
  ['--1', '1'],
  ['- 1', '-1'],
  ['-0', '-0'],
  ['1 - -1', '1 - -1'],
  ['a -1', 'a - 1'],
];

describe('a valid expression', () => {
  it.each(FORMATTED)('%s is read as %s', (text, formatted) => {
    const expression = parsed(text);
    expect(formatExpression(expression)).toBe(formatted);
    expect(meaning(parsed(formatted))).toEqual(meaning(expression));
  });

  it.each<readonly [string, ValueType]>([
    ['1', 'scalar'],
    ['"a"', 'string'],
    ['("a")', 'string'],
    ['up', 'vector'],
    ['up[5m]', 'matrix'],
    ['up[5m:]', 'matrix'],
    ['1 + 1', 'scalar'],
    ['1 + up', 'vector'],
    ['-time()', 'scalar'],
    ['vector(1)', 'vector'],
    ['scalar(up)', 'scalar'],
    ['sum(up)', 'vector'],
  ])('%s is a %s', (text, type) => {
    const outcome = parsePromql(text);
    expect(outcome).toMatchObject({ kind: 'parsed', type });
    expect(typeOf(parsed(text))).toBe(type);
  });
});

describe('operators', () => {
  it.each([
    ['a or b and c', 'a or (b and c)'],
    ['a and b unless c', '(a and b) unless c'],
    ['a unless b == c', 'a unless (b == c)'],
    ['a == b + c', 'a == (b + c)'],
    ['a < b > c', '(a < b) > c'],
    ['a + b * c', 'a + (b * c)'],
    ['a - b - c', '(a - b) - c'],
    ['a / b atan2 c % d', '((a / b) atan2 c) % d'],
    ['a * b ^ c', 'a * (b ^ c)'],
    ['a ^ b ^ c', 'a ^ (b ^ c)'],
    ['-a ^ b', '-(a ^ b)'],
    ['-1 ^ 2', '-(1 ^ 2)'],
    ['2 ^ -1 ^ 2', '2 ^ (-(1 ^ 2))'],
    ['2 ^ -a * b', '(2 ^ (-a)) * b'],
    ['-a * b', '(-a) * b'],
    ['-a + b', '(-a) + b'],
    ['a + b offset 5m * c', 'a + (b offset 5m * c)'],
    ['a + b > c or d', '((a + b) > c) or d'],
  ])('%s binds as %s', (text, grouped) => {
    expect(withoutParentheses(parsed(text))).toEqual(withoutParentheses(parsed(grouped)));
  });

  it('a modifier belongs to the operand before it, not to what the operand is part of', () => {
    expect(parsed('a + b offset 5m')).toMatchObject({ left: { offsetMs: 0 }, right: { offsetMs: 300_000 } });
    expect(parsed('-a @ 5')).toMatchObject({ kind: 'unary', expression: { at: { timestampMs: 5000 } } });
    expect(parsed('a ^ rate(b[5m:])')).toMatchObject({ right: { args: [{ kind: 'subquery' }] } });
  });

  it('matching is null where an operand is a scalar, and ignores nothing where none is named', () => {
    expect(parsed('a + 1')).toMatchObject({ matching: null });
    expect(parsed('a + b')).toMatchObject({
      matching: { cardinality: 'one-to-one', kind: 'ignoring', labels: [], include: [] },
    });
    expect(parsed('a or b')).toMatchObject({ matching: { cardinality: 'many-to-many' } });
    expect(parsed('a + on(x) group_right(y) b')).toMatchObject({
      matching: { cardinality: 'one-to-many', kind: 'on', labels: ['x'], include: ['y'] },
    });
  });
});

function withoutParentheses(expression: ReturnType<typeof parsed>): unknown {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    if ('kind' in value && value.kind === 'parenthesised' && 'expression' in value) return strip(value.expression);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, strip(inner)]));
  };
  return strip(meaning(expression));
}

describe('spans', () => {
  it.each([
    ['sum by (a) (rate(x[5m] offset 1h)) > 3', ['x[5m] offset 1h', 'x', 'rate(x[5m] offset 1h)', '3']],
    [' - x  +   # why\n y{a="😀"} @ 5 ', ['- x', 'y{a="😀"} @ 5', 'x', '- x  +   # why\n y{a="😀"} @ 5']],
    ['max_over_time(x[1h:5m] @ end())', ['x[1h:5m] @ end()', 'x']],
    ['(x)^-1', ['(x)', '-1', 'x', '(x)^-1']],
    ['-1 ^ 2', ['-1 ^ 2', '1 ^ 2', '1', '2']],
    ['count_values("é", topk(1, x)) by (a)', ['"é"', 'topk(1, x)', 'count_values("é", topk(1, x)) by (a)']],
  ])('of the parts of %j are where they stand', (text, parts) => {
    const spans = new Set<string>();
    walk(parsed(text), ({ span }) => spans.add(text.slice(span.from, span.to)));
    for (const part of parts) expect([...spans]).toContain(part);
  });
});
