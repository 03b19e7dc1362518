import { describe, expect, it } from 'vitest';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import { MAX_EXPRESSION_LENGTH, MAX_EXPRESSION_TOKENS, MAX_FAULTS } from '../../../src/promql/parse/parse-limits.ts';

const nested = (open: string, close: string, times: number): string => `${open.repeat(times)}a${close.repeat(times)}`;
const LONGEST = MAX_EXPRESSION_LENGTH;
const MOST = MAX_EXPRESSION_TOKENS;
/** Generous: the machine may be busy. Without limits most of these take minutes or end the process. */
const MAX_MS = 15_000;

describe('an expression beyond a limit is refused, not tried', () => {
  it.each([
    ['10 MB of one name', 'a'.repeat(10_000_000)],
    ['10 MB of a sum', 'a+'.repeat(5_000_000)],
    ['parentheses', nested('(', ')', 30_000)],
    ['parentheses that are never closed', '('.repeat(LONGEST)],
    ['calls', nested('abs(', ')', 10_000)],
    ['signs', `${'-'.repeat(MOST - 2)}a`],
    ['commas', ','.repeat(LONGEST)],
    ['a sum', `a${'+a'.repeat(9000)}`],
    ['powers', `1${'^1'.repeat(9000)}`],
    ['subqueries', `a${'[1m:]'.repeat(4000)}`],
    ['offsets', `a${' offset 1m'.repeat(6000)}`],
    ['a duration', `a[1${'+1'.repeat(9000)}]`],
  ])('%s', (_, text) => {
    const before = performance.now();
    const outcome = parsePromql(text);
    expect(performance.now() - before).toBeLessThan(MAX_MS);
    expect(outcome).toMatchObject({ kind: 'refused', refusals: [{ construct: 'limit' }] });
  });

  it('regular expressions that are large once their repetitions are written out', () => {
    const outcome = parsePromql(`a{${'b=~"[a-z]{900}",'.repeat(2000)}}`);
    expect(outcome).toMatchObject({ kind: 'refused', refusals: [{ construct: 'regular-expression' }] });
  });
});

describe('an expression within the limits is read', () => {
  it.each([
    ['400 parentheses', nested('(', ')', 400)],
    ['200 calls', nested('abs(', ')', 200)],
    ['a chain of 450 operators', `a{b="c"}${' or a{b="c"}'.repeat(450)}`],
    ['4,000 matchers', `a{${'b="",'.repeat(4000)}}`],
    ['one long choice', `a{b=~"${'c|'.repeat(30_000)}"}`],
  ])('%s', (_, text) => {
    expect(parsePromql(text).kind).toBe('parsed');
  });
});

describe('nonsense', () => {
  it.each([
    ['words', 'a '.repeat(MOST - 1)],
    ['commas', ','.repeat(MOST - 1)],
    ['closing brackets', ']})'.repeat(LONGEST / 3)],
    ['digits and a unit', `${'1'.repeat(LONGEST - 1)}h`],
    ['digits and an underscore', `${'1'.repeat(LONGEST - 2)}_.`],
    ['backslashes', `"${'\\'.repeat(LONGEST - 2)}`],
    ['a group never closed', `a{b=~"${'('.repeat(60_000)}"}`],
    ['repetitions of repetitions', 'a{b=~"((a{1,1000}){1,1000}){1,1000}"}'],
    ['wrong arguments', `label_join(${'a,'.repeat(9000)}a)`],
    ['half a character', '"\ud800"'],
  ])('%s is a few positioned faults, soon', (_, text) => {
    const before = performance.now();
    const outcome = parsePromql(text);
    expect(performance.now() - before).toBeLessThan(MAX_MS);
    if (outcome.kind !== 'invalid') throw new Error(outcome.kind);
    expect(outcome.faults.length).toBeGreaterThan(0);
    expect(outcome.faults.length).toBeLessThanOrEqual(MAX_FAULTS);
    for (const { span } of outcome.faults) {
      expect(span.from).toBeGreaterThanOrEqual(0);
      expect(span.to).toBeGreaterThanOrEqual(span.from);
      expect(span.to).toBeLessThanOrEqual(text.length);
    }
  });
});
