import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Known,
  severityOf,
  type Truth,
  truthOf,
} from '../../../../src/contenders/rules/cloudwatch/alarm-rule/evaluate.ts';
import {
  parseAlarmRule,
  RuleSyntaxError,
  referencesOf,
} from '../../../../src/contenders/rules/cloudwatch/alarm-rule/parse.ts';
import type { AlarmState } from '../../../../src/contenders/rules/cloudwatch/missing-data.ts';

/** a and b alarm, ok is fine, empty has no data; nothing is known of unknown. */
const STATES: Readonly<Record<string, AlarmState>> = { a: 'ALARM', b: 'ALARM', ok: 'OK', empty: 'INSUFFICIENT_DATA' };
const SEVERITY: Readonly<Record<string, number>> = { a: 3, b: 1.5, ok: 0.4, empty: 0 };
const known = (name: string): Known => {
  const state = STATES[name];
  return state === undefined ? null : { state, severity: SEVERITY[name]!, canTell: state !== 'INSUFFICIENT_DATA' };
};
const truth = (rule: string): Truth => truthOf(parseAlarmRule(rule), known);
const severity = (rule: string): number => severityOf(parseAlarmRule(rule), known);

function syntaxError(rule: string): { readonly at: number; readonly message: string } {
  try {
    parseAlarmRule(rule);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return { at: error.at, message: error.message };
    throw error;
  }
  throw new Error(`${rule} was taken`);
}

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM(a)', true],
    ['ALARM("a")', true],
    ['OK(ok) AND ALARM(b)', true],
    ['INSUFFICIENT_DATA(empty)', true],
    ['ALARM(ok) OR ALARM(empty)', false],
    ['NOT ALARM(ok)', true],
    ['NOT NOT ALARM(a)', true],
    ['TRUE', true],
    ['false', false],
    ['FALSE OR TRUE AND FALSE', false],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT FALSE AND FALSE', false],
    ['NOT (FALSE AND FALSE)', true],
    ['(ALARM(a) OR ALARM(ok)) AND NOT (ALARM(empty))', true],
    ['AT_LEAST(2, ALARM, (a, b, ok))', true],
    ['AT_LEAST(3, ALARM, (a, b, ok))', false],
    ['AT_LEAST(60%, NOT OK, ("a", "b", "ok"))', true],
    ['AT_LEAST(67%, NOT OK, (a, b, ok))', false],
  ])('%s is %s', (rule, expected) => {
    expect(truth(rule)).toBe(expected);
  });

  it.each([
    ['ALARM(unknown)', null],
    ['NOT OK(unknown)', null],
    ['ALARM(unknown) OR ALARM(a)', true],
    ['ALARM(unknown) AND ALARM(ok)', false],
    ['ALARM(unknown) AND ALARM(a)', null],
    ['AT_LEAST(2, ALARM, (a, b, unknown))', true],
    ['AT_LEAST(2, ALARM, (ok, empty, unknown))', false],
    ['AT_LEAST(2, ALARM, (a, ok, unknown))', null],
  ])('%s is %s where nothing is known of one alarm', (rule, expected) => {
    expect(truth(rule)).toBe(expected);
  });

  it('takes names with spaces, parentheses and quotes, and ARNs', () => {
    const names = (rule: string) => referencesOf(parseAlarmRule(rule)).map(({ alarm }) => alarm);
    expect(names('ALARM(disk (root) is full) OR OK( b )')).toEqual(['disk (root) is full', 'b']);
    expect(names('ALARM("say \\"hi\\") AND OK(x)")')).toEqual(['say "hi") AND OK(x)']);
    const arn = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:cpu high';
    expect(names(`ALARM(${arn})`)).toEqual([arn]);
  });

  it.each([
    ['', 0],
    ['ALARM(a) ALARM(b)', 9],
    ['ALARM(a) and OK(b)', 9],
    ['ALARM(a) AND', 12],
    ['(ALARM(a)', 9],
    ['alarm(a)', 0],
    ['ALARM()', 6],
    ['ALARM("a)', 6],
    ['AT_LEAST(0, ALARM, (a))', 10],
    ['AT_LEAST(1, UP, (a))', 12],
  ])('%j is refused at letter %i', (rule, at) => {
    expect(syntaxError(rule).at).toBe(at);
  });

  it('refuses what is nested beyond reason instead of overflowing', () => {
    expect(syntaxError(`${'('.repeat(50_000)}TRUE`).message).toMatch(/nested deeper/);
    expect(syntaxError(`${'NOT '.repeat(50_000)}TRUE`).message).toMatch(/nested deeper/);
  });

  it('is as near to true as its nearest way there', () => {
    expect(severity('ALARM(a) AND ALARM(b)')).toBe(1.5);
    expect(severity('ALARM(a) AND ALARM(ok)')).toBe(0.4);
    expect(severity('ALARM(a) OR ALARM(ok)')).toBe(3);
    expect(severity('NOT ALARM(a)')).toBe(0);
    expect(severity('AT_LEAST(2, ALARM, (a, b, ok))')).toBe(1.5);
  });

  const rule: fc.Arbitrary<string> = fc.letrec<{ rule: string }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('ALARM(a)', 'OK(ok)', 'ALARM(ok)', 'OK(a)', 'INSUFFICIENT_DATA(empty)', 'TRUE', 'FALSE'),
      tie('rule').map((inner) => `NOT (${inner})`),
      fc.tuple(tie('rule'), fc.constantFrom('AND', 'OR'), tie('rule')).map(([x, op, y]) => `(${x}) ${op} (${y})`),
    ),
  })).rule;

  it('keeps the laws of De Morgan', () => {
    fc.assert(
      fc.property(rule, rule, (x, y) => {
        expect(truth(`NOT ((${x}) AND (${y}))`)).toBe(truth(`NOT (${x}) OR NOT (${y})`));
      }),
    );
  });

  it('has a severity of at least 1 wherever it is true', () => {
    fc.assert(
      fc.property(rule, (x) => {
        expect(severity(x) >= 1).toBe(truth(x));
      }),
    );
  });
});
