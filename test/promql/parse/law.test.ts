import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatExpression } from '../../../src/promql/format-expression.ts';
import { labelMatcher } from '../../../src/promql/matcher.ts';
import { parsePromql } from '../../../src/promql/parse/parse.ts';
import type {
  AggregationOperator,
  BinaryOperation,
  Expression,
  InstantSelector,
  LabelMatcher,
  VectorMatching,
} from '../../../src/promql/syntax.ts';
import { meaning } from './meaning.ts';

const SPAN = { from: 0, to: 0 };
const at = fc.oneof(
  fc.constant(null),
  fc.constantFrom({ kind: 'start' } as const, { kind: 'end' } as const),
  fc.integer({ min: -1e12, max: 1e13 }).map((timestampMs) => ({ kind: 'time', timestampMs }) as const),
);
/** Prometheus goes through a float of seconds: beyond some days, single milliseconds may get lost on the way. */
const ms = fc.oneof(
  fc.integer({ min: 1, max: 1e9 }),
  fc.integer({ min: 1, max: 1e8 }).map((seconds) => seconds * 1000),
);
const shift = fc.record({
  offsetMs: fc.oneof(
    fc.constant(0),
    ms,
    ms.map((value) => -value),
  ),
  at,
});
const label = fc.oneof(
  fc.constantFrom('job', 'le', 'on', 'by', 'offset', 'inf', '__x'),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);
const metric = fc.oneof(
  fc.constantFrom('up', 'a:b', 'offset', 'sum', 'inf', 'on', 'rate', 'start'),
  fc.string({ minLength: 1 }),
);

const matcher = fc
  .tuple(label, fc.constantFrom<LabelMatcher['operator']>('=', '!=', '=~', '!~'), fc.string({ unit: 'grapheme' }))
  .map(([name, operator, value]) => {
    const compiled = labelMatcher(name, operator, value);
    return compiled.kind === 'matcher' ? compiled.matcher : labelMatched(name, '=', value);
  });

function labelMatched(name: string, operator: '=', value: string): LabelMatcher {
  const compiled = labelMatcher(name, operator, value);
  if (compiled.kind === 'invalid') throw new Error(compiled.message);
  return compiled.matcher;
}

const selector: fc.Arbitrary<InstantSelector> = fc
  .tuple(metric, fc.array(matcher, { maxLength: 3 }), shift)
  .map(([name, others, shifts]) => ({
    kind: 'instant-selector',
    span: SPAN,
    matchers: [labelMatched('__name__', '=', name), ...others],
    ...shifts,
  }));

const parenthesised = (expression: Expression): Expression => ({ kind: 'parenthesised', span: SPAN, expression });

/** As an operand anything that could bind differently stands in parentheses. */
const operand = (expression: Expression): Expression =>
  expression.kind === 'binary' ||
  expression.kind === 'unary' ||
  (expression.kind === 'number' && isSigned(expression.value))
    ? parenthesised(expression)
    : expression;
const isSigned = (value: number): boolean => value < 0 || Object.is(value, -0);

const { scalar, vector } = fc.letrec<{ scalar: Expression; vector: Expression; matrix: Expression }>((tie) => ({
  scalar: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    fc.double().map((value): Expression => ({ kind: 'number', span: SPAN, value })),
    fc.constant<Expression>({ kind: 'call', span: SPAN, name: 'time', args: [] }),
    tie('vector').map((value): Expression => ({ kind: 'call', span: SPAN, name: 'scalar', args: [value] })),
    fc
      .tuple(tie('scalar'), tie('scalar'), fc.constantFrom<BinaryOperation['operator']>('+', '^', 'atan2'))
      .map(([left, right, operator]): Expression => binary(operator, left, right, null)),
  ),
  matrix: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    fc
      .tuple(selector, ms)
      .map(([inner, rangeMs]): Expression => ({ kind: 'range-selector', span: SPAN, selector: inner, rangeMs })),
    fc.tuple(tie('vector'), ms, fc.option(ms), shift).map(
      ([expression, rangeMs, stepMs, shifts]): Expression => ({
        kind: 'subquery',
        span: SPAN,
        expression: operand(expression),
        rangeMs,
        stepMs,
        ...shifts,
      }),
    ),
  ),
  vector: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    selector,
    tie('matrix').map((value): Expression => ({ kind: 'call', span: SPAN, name: 'rate', args: [value] })),
    fc
      .tuple(tie('vector'), fc.string({ unit: 'grapheme' }))
      .map(([value, text]): Expression => call('label_join', value, string('a'), string(text))),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom('by', 'without'),
        fc.array(label, { maxLength: 2 }),
        tie('scalar'),
        fc.boolean(),
      )
      .map(
        ([expression, kind, labels, parameter, withParameter]): Expression => ({
          kind: 'aggregation',
          span: SPAN,
          operator: (withParameter ? 'topk' : 'sum') satisfies AggregationOperator,
          expression,
          parameter: withParameter ? parameter : null,
          grouping: { kind: kind as 'by' | 'without', labels },
        }),
      ),
    fc
      .tuple(tie('vector'), tie('vector'), fc.constantFrom<BinaryOperation['operator']>('*', '==', '-'), matching())
      .map(([left, right, operator, match]): Expression => binary(operator, left, right, match)),
    fc
      .tuple(tie('vector'), tie('vector'), fc.constantFrom<BinaryOperation['operator']>('and', 'or', 'unless'))
      .map(([left, right, operator]): Expression => binary(operator, left, right, MANY_TO_MANY)),
    fc.tuple(tie('vector'), tie('scalar')).map(([left, right]): Expression => binary('>', left, right, null)),
    fc.tuple(tie('vector'), fc.constantFrom('+', '-')).map(
      ([expression, operator]): Expression => ({
        kind: 'unary',
        span: SPAN,
        operator: operator as '+' | '-',
        expression: operand(expression),
      }),
    ),
  ),
}));

const MANY_TO_MANY: VectorMatching = { cardinality: 'many-to-many', kind: 'ignoring', labels: [], include: [] };

function matching(): fc.Arbitrary<VectorMatching> {
  return fc
    .tuple(
      fc.constantFrom<VectorMatching['cardinality']>('one-to-one', 'many-to-one', 'one-to-many'),
      fc.constantFrom<VectorMatching['kind']>('on', 'ignoring'),
      fc.uniqueArray(label, { maxLength: 4 }),
    )
    .map(([cardinality, kind, labels]) => ({
      cardinality,
      kind,
      labels: labels.slice(0, 2),
      include: cardinality === 'one-to-one' ? [] : labels.slice(2),
    }));
}

const string = (value: string): Expression => ({ kind: 'string', span: SPAN, value });
const call = (name: string, ...args: readonly Expression[]): Expression => ({ kind: 'call', span: SPAN, name, args });

function binary(
  operator: BinaryOperation['operator'],
  left: Expression,
  right: Expression,
  match: VectorMatching | null,
): Expression {
  return {
    kind: 'binary',
    span: SPAN,
    operator,
    left: operand(left),
    right: operand(right),
    returnsBool: false,
    matching: match,
  };
}

describe('an expression', () => {
  it('is the same after it has been written and read again', () => {
    fc.assert(
      fc.property(fc.oneof(scalar, vector), (expression) => {
        const outcome = parsePromql(formatExpression(expression));
        if (outcome.kind !== 'parsed') throw new Error(`${formatExpression(expression)}: ${JSON.stringify(outcome)}`);
        expect(meaning(outcome.expression)).toEqual(meaning(expression));
      }),
      { numRuns: 500 },
    );
  });

  it('of any text is read without throwing, and every place is in the text', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.constantFrom(
          'up',
          'sum',
          'by',
          '(',
          ')',
          '[',
          ']',
          '{',
          '}',
          '5m',
          ':',
          ',',
          '=',
          '=~',
          '"a"',
          '+',
          '-',
          '^',
          '@',
        ),
        fc.constantFrom(
          'offset',
          'and',
          'on',
          'bool',
          'group_left',
          'rate',
          'start',
          '1',
          'Inf',
          '#',
          '\n',
          '$',
          '`',
          '\\',
        ),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(pieces, fc.constantFrom('', ' '), (words, blank) => {
        const text = words.join(blank);
        const outcome = parsePromql(text);
        const told = outcome.kind === 'invalid' ? outcome.faults : outcome.kind === 'refused' ? outcome.refusals : [];
        expect(outcome.kind === 'parsed' || told.length > 0).toBe(true);
        for (const { span, message } of told) {
          expect(message).not.toBe('');
          expect(span.from >= 0 && span.from <= span.to && span.to <= text.length).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
