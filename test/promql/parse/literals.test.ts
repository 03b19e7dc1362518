import { describe, expect, it } from 'vitest';
import { labelMatcher, regexCost } from '../../../src/promql/matcher.ts';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import { formatDuration, parseDuration } from '../../../src/promql/parse/parse-duration.ts';
import { parsed } from './meaning.ts';

describe('a number', () => {
  it.each([
    ['1', 1],
    ['1.5', 1.5],
    ['2.', 2],
    ['.5', 0.5],
    ['1e3', 1000],
    ['1.E-2', 0.01],
    ['1_000_000', 1e6],
    ['1_0.5_0', 10.5],
    ['0x1F', 31],
    ['0XfF', 255],
    ['0x_1_f', 31],
    // Go reads a leading zero as octal if it can.
    ['010', 8],
    ['0_7', 7],
    ['08', 8],
    ['010.5', 10.5],
    ['0e3', 0],
    ['Inf', Number.POSITIVE_INFINITY],
    ['-inF', Number.NEGATIVE_INFINITY],
    ['nAn', Number.NaN],
    ['1h', 3600],
    ['1h30m', 5400],
    ['1ms', 0.001],
    ['1y1w1d1h1m1s1ms', 32_230_861.001],
  ])('%s is %d', (text, value) => {
    expect(parsed(text)).toMatchObject({ kind: 'number', value });
  });

  it.each(['0x', '0x1g', '1e', '1_', '_1x$', '1__0', '0b1', '0o7', '1.2.3', '0x1.8', '5 m'])('%s is none', (text) => {
    expect(parsePromql(text).kind).toBe('invalid');
  });
});

describe('a string', () => {
  it.each([
    [`"a'b"`, `a'b`],
    [`'a"b'`, `a"b`],
    ['`a\\n"\n`', 'a\\n"\n'],
    ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\""', '\x07\b\f\n\r\t\v\\"'],
    ["'\\''", "'"],
    ['"\\x41\\101\\u0041\\U00000041"', 'AAAA'],
    ['"\\xc3\\xa9\\303\\251"', 'éé'],
    ['"\\U0001F600"', '😀'],
    ['"\\xff\\xc3\\x28\\xf0\\x9f\\x98\\x80"', '\udcff\udcc3(😀'],
    ['"\\xef\\xbb\\xbf\\ufffd"', '\ufeff\ufffd'],
    ['""', ''],
    ['"# no comment"', '# no comment'],
  ])('%s says %j', (text, value) => {
    expect(parsed(text)).toMatchObject({ kind: 'string', value });
  });
});

describe('a duration', () => {
  it.each([
    ['0', 0],
    ['0s', 0],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['1y', 31_536_000_000],
    ['2w', 1_209_600_000],
    ['1d12h', 129_600_000],
    ['5ms', 5],
  ])('%s is %d ms, there and back', (text, ms) => {
    expect(parseDuration(text)).toEqual({ kind: 'duration', ms });
    expect(parseDuration(formatDuration(ms))).toEqual({ kind: 'duration', ms });
  });

  it.each(['', '5', 'm', '5m1h', '5m5m', '-5m', '1.5h', '5 m', '300y'])('%j is none', (text) => {
    expect(parseDuration(text).kind).toBe('invalid');
  });
});

describe('a matcher', () => {
  const matches = (operator: '=' | '!=' | '=~' | '!~', pattern: string, value: string): boolean => {
    const compiled = labelMatcher('a', operator, pattern);
    if (compiled.kind === 'invalid') throw new Error(compiled.message);
    return compiled.matcher.matches(value);
  };

  it.each<readonly [pattern: string, value: string, matches: boolean]>([
    ['b', 'b', true],
    ['b', 'abc', false],
    ['a|b', 'a', true],
    ['a|b', 'ab', false],
    ['a|', '', true],
    ['(a|b)c?', 'bc', true],
    ['.*', 'a\nb', true],
    ['.+', '', false],
    ['.+', '\n', true],
    ['a.b', 'a\nb', true],
    ['(?i)ABC', 'abc', true],
    ['ab?', 'a', true],
    ['[[:alpha:]]+', 'xyz', true],
    ['\\d{3}', '123', true],
    ['\\pL+', 'éü', true],
    ['.', '😀', true],
    ['\\Qa.b', 'a.b', true],
    ['a)|(b', 'a', false],
  ])('=~ %j against %j: %s', (pattern, value, wanted) => {
    if (pattern === 'a)|(b') return expect(labelMatcher('a', '=~', pattern).kind).toBe('invalid');
    expect(matches('=~', pattern, value)).toBe(wanted);
    expect(matches('!~', pattern, value)).toBe(!wanted);
    // The second time the answer is remembered.
    expect(matches('=~', pattern, value)).toBe(wanted);
  });

  it('is literal with = and !=', () => {
    expect(matches('=', '.*', 'a')).toBe(false);
    expect(matches('!=', '.*', 'a')).toBe(true);
    expect(matches('=', '', '')).toBe(true);
  });

  it('answers a catastrophic pattern in linear time', () => {
    const before = performance.now();
    expect(matches('=~', '(a+)+b', 'a'.repeat(20_000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('costs more the more it repeats', () => {
    expect(regexCost('abc')).toBe(3);
    expect(regexCost('a{5,100}')).toBe(800);
    expect(regexCost('(a{5}){2}')).toBe(9000);
  });
});
