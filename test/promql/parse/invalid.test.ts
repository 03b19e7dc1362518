import { describe, expect, it } from 'vitest';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import { complaints } from './meaning.ts';

/** Each with everything that is wrong with it, the first being what Prometheus reports. */
const TOKENS: readonly (readonly [text: string, ...complaints: string[]])[] = [
  ['', '0..0 no expression found in input'],
  [' # nothing', '0..0 no expression found in input'],
  ['up $ 1', "3..4 unexpected character: '$'"],
  ['up{a="b" ; c="d"}', "9..10 unexpected character inside braces: ';'"],
  ['up{a ! "b"}', "5..6 unexpected character after '!' inside braces: ' '"],
  ['a ! b', "2..3 unexpected character after '!': ' '"],
  ['up }', "3..4 unexpected character: '}'"],
  ['up)', "2..3 unexpected right parenthesis ')'"],
  ['up]', "2..3 unexpected right bracket ']'"],
  ['sum(up', '6..6 unclosed left parenthesis'],
  ['rate(up[5m', '10..10 unclosed left bracket'],
  ['up{a="b"', '8..8 unexpected end of input inside braces'],
  ['"abc', '0..4 unterminated quoted string'],
  ['"ab\nc"', '0..3 unterminated quoted string', '5..6 unterminated quoted string'],
  ['`abc', '0..4 unterminated raw string'],
  ['"a\\qb"', "2..4 unknown escape sequence U+0071 'q'"],
  [`"a\\'b"`, "2..4 unknown escape sequence U+0027 '''"],
  ['"\\xzz"', "1..3 illegal character U+007A 'z' in escape sequence"],
  ['"\\ud800"', '1..7 escape sequence is an invalid Unicode code point'],
  ['"\\777"', '1..5 escape sequence is an invalid Unicode code point'],
  ['1.5h', '0..4 bad number or duration syntax: "1.5h"'],
  ['up[5m30]', '3..7 bad number or duration syntax: "5m30"'],
  ['1or 2', '0..3 bad number or duration syntax: "1or"'],
  ['1..2', '0..4 bad number or duration syntax: "1..2"'],
  ['up[5ys]', '3..6 not a valid duration string: "5ys"'],
  ['up[1m1h]', '3..7 not a valid duration string: "1m1h"'],
  ['up[300y]', '3..7 duration out of range'],
  ['1__0', '0..4 error parsing number: strconv.ParseFloat: parsing "1__0": invalid syntax'],
  ['a + $ + %', "4..5 unexpected character: '$'"],
];

const GRAMMAR: readonly (readonly [text: string, ...complaints: string[]])[] = [
  ['a +', '3..3 unexpected end of input'],
  ['* a', '0..1 unexpected <op:*>'],
  ['a b', '2..3 unexpected identifier "b"'],
  ['a b:c', '2..5 unexpected metric identifier "b:c"'],
  ['a "string that is long"', '2..23 unexpected string "\\"string th"...'],
  ['a 5m', '2..4 unexpected duration "5m"'],
  ['a + + ) b', "6..7 unexpected right parenthesis ')'"],
  ['a == == b', '5..7 unexpected <op:==>'],
  ['group_left', '0..10 unexpected <group_left>'],
  ['rate(up[5m],)', '11..12 trailing commas not allowed in function call args'],
  ['up{a}', '4..5 unexpected "}" in label matching, expected label matching operator'],
  ['up{a=}', '5..6 unexpected "}" in label matching, expected string'],
  ['up{a=b}', '5..6 unexpected identifier "b" in label matching, expected string'],
  ['up{a="b" c="d"}', '9..10 unexpected identifier "c" in label matching, expected "," or "}"'],
  ['up{,}', '3..4 unexpected "," in label matching, expected identifier or "}"'],
  ['sum by job (up)', '7..10 unexpected identifier "job" in grouping opts, expected "("'],
  ['sum by (1) (up)', '8..9 unexpected number "1" in grouping opts, expected label'],
  ['sum by (a b) (up)', '10..11 unexpected identifier "b" in grouping opts, expected "," or ")"'],
  ['sum up', '4..6 unexpected identifier "up"'],
  ['up @ foo', '5..8 unexpected identifier "foo" in @, expected timestamp'],
  ['up offset foo', '10..13 unexpected identifier "foo" in offset, expected number, duration, step(), or range()'],
  [
    'up[foo]',
    '3..6 unexpected identifier "foo" in subquery or range selector, expected number, duration, step(), or range()',
  ],
  ['up[]', '3..4 unexpected "]" in subquery or range selector, expected number, duration, step(), or range()'],
  ['a:b(up)', '3..4 unexpected "("'],
  ['a b + c d', '2..3 unexpected identifier "b"', '8..9 unexpected identifier "d"'],
];

const PARTS: readonly (readonly [text: string, ...complaints: string[]])[] = [
  ['foo(up)', '0..3 unknown function with name "foo"'],
  ['Rate(up[5m]) + bar(1, 2)', '0..4 unknown function with name "Rate"', '15..18 unknown function with name "bar"'],
  ['sum()', '0..5 no arguments for aggregate expression provided'],
  ['sum(a, b)', '0..9 wrong number of arguments for aggregate expression provided, expected 1, got 2'],
  ['topk(a)', '0..7 wrong number of arguments for aggregate expression provided, expected 2, got 1'],
  ['sum by ("") (a)', '8..10 invalid label name for grouping: ""'],
  ['a{__name__="b"}', '0..15 metric name must not be set twice: "a" or "b"'],
  ['a{"b"}', '0..6 metric name must not be set twice: "a" or "b"'],
  ['a{b=~"("}', '2..8 error parsing regexp: missing closing ): `(`'],
  [
    'a{b=~"*", c!~"x**"}',
    '2..8 error parsing regexp: missing argument to repetition operator: `*`',
    '10..18 error parsing regexp: invalid nested repetition operator: `**`',
  ],
  ['a{b=~"(?=x)"}', '2..12 error parsing regexp: invalid or unsupported Perl syntax: `(?=`'],
  ['(a)[5m]', '3..7 ranges only allowed for vector selectors'],
  ['a[5m][5m]', '5..9 ranges only allowed for vector selectors'],
  ['a offset 5m[5m]', '11..15 no offset modifiers allowed before range'],
  ['a @ 5 [5m]', '6..10 no @ modifiers allowed before range'],
  ['a @ end()[5m]', '9..13 no @ modifiers allowed before range'],
  ['a offset 5m offset 5m', '0..11 offset may not be set multiple times'],
  ['a[5m] @ 5 @ start()', '0..9 @ <timestamp> may not be set multiple times'],
  [
    'sum(a) offset 5m',
    '0..6 offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
  ],
  ['(a) @ 5', '0..3 @ modifier must be preceded by an instant vector selector or range vector selector or a subquery'],
  ['a @ Inf', '0..1 timestamp out of bounds for @ modifier: +Inf'],
  ['a @ -1e19', '0..1 timestamp out of bounds for @ modifier: -10000000000000000000.000000'],
  ['a[0]', '2..3 duration must be greater than 0'],
  ['a[-5m]', '2..5 duration must be greater than 0'],
  ['a[5m:0s]', '5..7 duration must be greater than 0'],
  ['a[1m - 2m]', '2..9 duration must be greater than 0'],
  ['a[1m / 0]', '5..6 division by zero'],
  ['a[1m % 0]', '5..6 modulo by zero'],
  ['a offset 1e12', '9..13 duration out of range'],
  ['a[Inf]', '2..5 duration out of range'],
];

const TYPES: readonly (readonly [text: string, ...complaints: string[]])[] = [
  ['{}', '0..2 vector selector must contain at least one non-empty matcher'],
  ['{a=""}', '0..6 vector selector must contain at least one non-empty matcher'],
  ['{a=~".*", b!="c"}', '0..17 vector selector must contain at least one non-empty matcher'],
  ['rate({a!~"b"}[5m])', '5..13 vector selector must contain at least one non-empty matcher'],
  ['rate(foo)', '5..8 expected type range vector in call to function "rate", got instant vector'],
  ['abs(foo[5m])', '4..11 expected type instant vector in call to function "abs", got range vector'],
  ['vector("a")', '7..10 expected type scalar in call to function "vector", got string'],
  [
    'abs(1) + rate(2)',
    '4..5 expected type instant vector in call to function "abs", got scalar',
    '14..15 expected type range vector in call to function "rate", got scalar',
  ],
  ['label_join(a, "b", "c", d)', '24..25 expected type string in call to function "label_join", got instant vector'],
  ['rate()', '0..6 expected 1 argument(s) in call to "rate", got 0'],
  ['rate(a[5m], 1)', '0..14 expected 1 argument(s) in call to "rate", got 2'],
  ['round()', '0..7 expected at least 1 argument(s) in call to "round", got 0'],
  ['round(a, 1, 2)', '0..14 expected at most 2 argument(s) in call to "round", got 3'],
  ['label_join(a, "b")', '0..18 expected at least 3 argument(s) in call to "label_join", got 2'],
  ['sum(1)', '4..5 expected type instant vector in aggregation expression, got scalar'],
  ['sum(a[5m])', '4..9 expected type instant vector in aggregation expression, got range vector'],
  ['topk("1", a)', '5..8 expected type scalar in aggregation parameter, got string'],
  ['count_values(1, a)', '13..14 expected type string in aggregation parameter, got scalar'],
  ['1 == 2', '2..4 comparisons between scalars must use BOOL modifier'],
  ['a + bool b', '2..8 bool modifier can only be used on comparison operators'],
  ['1 and 2', '0..7 set operator "and" not allowed in binary scalar expression'],
  ['a or 2', '0..6 set operator "or" not allowed in binary scalar expression'],
  ['a + on(x) 1', '0..11 vector matching only allowed between instant vectors'],
  ['a + on(x, y) group_left(y) b', '2..26 label "y" must not occur in ON and GROUP clause at once'],
  [
    'a and on(x) group_left() b',
    '0..26 no grouping allowed for "and" operation',
    '0..26 set operations must always be many-to-many',
  ],
  [
    'a[5m] + "b"',
    '0..5 binary expression must contain only scalar and instant vector types',
    '8..11 binary expression must contain only scalar and instant vector types',
  ],
  ['-"a"', '0..4 unary expression only allowed on expressions of type scalar or instant vector, got "string"'],
  ['-a[5m]', '0..6 unary expression only allowed on expressions of type scalar or instant vector, got "range vector"'],
  ['1[5m:]', '0..6 subquery is only allowed on instant vector, got scalar instead'],
  ['a[5m][1h:]', '0..10 subquery is only allowed on instant vector, got matrix instead'],
];

describe.each([
  ['a wrong token', TOKENS],
  ['a token in the wrong place', GRAMMAR],
  ['a wrong part', PARTS],
  ['a wrong type', TYPES],
])('%s is a fault with its place', (_, table) => {
  it.each(table)('%s', (text, ...wanted) => {
    const outcome = parsePromql(text);
    expect(outcome.kind).toBe('invalid');
    expect(complaints(outcome)).toEqual(wanted);
  });
});

describe('a fault', () => {
  it('that comes after a wrong token is not told: it may be its consequence', () => {
    expect(complaints(parsePromql('a b + $ c d'))).toEqual([
      '2..3 unexpected identifier "b"',
      "6..7 unexpected character: '$'",
    ]);
  });

  it('of a function that was renamed says the new name', () => {
    expect(parsePromql('holt_winters(a[5m], 0.5, 0.5)')).toEqual({
      kind: 'invalid',
      faults: [
        {
          message: 'unknown function with name "holt_winters"',
          span: { from: 0, to: 12 },
          hint: 'Prometheus 3.0 renamed it to double_exponential_smoothing',
        },
      ],
    });
  });

  it('counts before a refusal: what is wrong has to be mended first', () => {
    expect(parsePromql('limitk(1, rate(a))').kind).toBe('invalid');
  });
});
