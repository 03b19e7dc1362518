import { describe, expect, it } from 'vitest';
import { FUNCTION_SIGNATURES } from '../../../src/promql/function-signatures.ts';
import { parsePromql } from '../../../src/promql/parse/parse.ts';

describe('what Prometheus knows and this engine does not evaluate', () => {
  it.each([
    ['limitk(2, a)', 'experimental-aggregation', 'limitk', '0..6'],
    ['limit_ratio(0.5, a) by (b)', 'experimental-aggregation', 'limit_ratio', '0..11'],
    ['1 + mad_over_time(a[5m])', 'experimental-function', 'mad_over_time', '4..17'],
    ['sort_by_label(a, "b", "c")', 'experimental-function', 'sort_by_label', '0..13'],
    ['info(a)', 'experimental-function', 'info', '0..4'],
    ['info(a, {b=~".*"})', 'experimental-function', 'info', '0..4'],
    ['a / step()', 'experimental-function', 'step', '4..8'],
    ['start()', 'experimental-function', 'start', '0..5'],
    ['min_of(1, 2)', 'experimental-function', 'min_of', '0..6'],
    ['histogram_quantiles(a, "q", 0.5, 0.9)', 'experimental-function', 'histogram_quantiles', '0..19'],
    ['histogram_avg(a)', 'native-histogram', 'histogram_avg', '0..13'],
    ['a </ 2', 'native-histogram', '</', '2..4'],
    ['a >/ 2', 'native-histogram', '>/', '2..4'],
    ['rate(a[5m] anchored)', 'experimental-syntax', 'anchored', '11..19'],
    ['rate(a[5m] smoothed)', 'experimental-syntax', 'smoothed', '11..19'],
    ['a + fill(0) b', 'experimental-syntax', 'fill', '4..11'],
    ['a + on(x) fill_left(0) fill_right(1) b', 'experimental-syntax', 'fill', '10..36'],
    ['rate(a[2 * step()])', 'experimental-syntax', 'step() in a duration', '11..17'],
    ['a offset -range()', 'experimental-syntax', 'range() in a duration', '10..17'],
  ])('%s is refused as %s %s at %s', (text, construct, what, place) => {
    const outcome = parsePromql(text);
    if (outcome.kind !== 'refused') throw new Error(JSON.stringify(outcome));
    expect(outcome.refusals.map(({ span, ...other }) => ({ ...other, place: `${span.from}..${span.to}` }))).toEqual([
      { construct, what, place, message: expect.stringContaining(what) },
    ]);
  });

  it('is told completely, in the order of the text', () => {
    const outcome = parsePromql('limitk(1, mad_over_time(a[5m])) + histogram_sum(b)');
    if (outcome.kind !== 'refused') throw new Error(JSON.stringify(outcome));
    expect(outcome.refusals.map(({ what }) => what)).toEqual(['limitk', 'mad_over_time', 'histogram_sum']);
  });

  it('is each function whose signature gives a reason, and no other', () => {
    const literal = { vector: 'a', matrix: 'a[5m]', scalar: '1', string: '"s"' };
    for (const { name, argTypes, refusal } of FUNCTION_SIGNATURES.values()) {
      const outcome = parsePromql(`${name}(${argTypes.map((type) => literal[type]).join(', ')})`);
      expect([name, outcome.kind]).toEqual([name, refusal === null ? 'parsed' : 'refused']);
    }
  });
});
