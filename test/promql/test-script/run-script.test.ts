import { describe, expect, it } from 'vitest';
import { parseScript } from '../../../src/promql/test-script/parse-script.ts';
import type { EvalOutcome } from '../../../src/promql/test-script/run-eval.ts';
import { runScript } from '../../../src/promql/test-script/run-script.ts';

const LOADED = ['load 1m', '  up{job="a"} 1 2 3 4 5', '  up{job="b"} 10 20 stale 40', '  hits_total 0+60x10', ''];

function outcomes(...lines: string[]): EvalOutcome[] {
  return runScript(parseScript([...LOADED, ...lines].join('\n'), 'my.test'), 'my.test').map(({ outcome }) => outcome);
}

function outcome(...lines: string[]): EvalOutcome {
  const all = outcomes(...lines);
  expect(all).toHaveLength(1);
  return all[0]!;
}

describe('a script that tells the truth', () => {
  it.each<readonly [claim: string, lines: readonly string[]]>([
    ['a vector in any order', ['eval instant at 1m up', '  up{job="b"} 20', '  up{job="a"} 2']],
    ['a value within a millionth', ['eval instant at 1m up{job="a"}', '  up{job="a"} 2.000001']],
    ['an empty result', ['eval instant at 1m nothing']],
    ['a scalar', ['eval instant at 1m 1 + 1', '  2']],
    ['a string', ['eval instant at 1m "x"', '  expect string "x"']],
    ['a range with gaps', ['eval range from 0 to 3m step 1m up{job="b"}', '  up{job="b"} 10 20 _ 40']],
    ['a scalar over a range', ['eval range from 0 to 2m step 1m time()', '  {} 0 60 120']],
    [
      'a range vector',
      ['eval instant at 3m up{job="b"}[3m]', '  expect range vector from 1m to 3m step 1m', '  up{job="b"} 20 _ 40'],
    ],
    ['an order', ['eval instant at 1m sort_desc(up)', '  expect ordered', '  up{job="b"} 20', '  up{job="a"} 2']],
    ['a failure', ['eval instant at 1m up + on() up', '  expect fail regex: many-to-many|duplicate series']],
    ['an old failure', ['eval_fail instant at 1m up + on() up']],
    [
      'a remark with its place',
      [
        'eval instant at 1m  increase(up{job="a"}[2m])',
        '  expect info msg: PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "up" (1:10)',
        '  {job="a"} 2',
      ],
    ],
    ['no remark', ['eval instant at 2m increase(hits_total[2m])', '  expect no_info', '  expect no_warn', '  {} 120']],
  ])('passes: %s', (_, lines) => {
    expect(outcome(...lines)).toEqual({ kind: 'passed' });
  });

  it('starts anew after clear', () => {
    expect(
      outcomes('clear', 'eval instant at 1m up', '', 'load 1m', '  up 7 8', '', 'eval instant at 1m up', '  up 8'),
    ).toEqual([{ kind: 'passed' }, { kind: 'passed' }]);
  });

  it('adds loads up, and lets the later of two lines of one load count', () => {
    expect(
      outcome(
        'load 1m',
        '  more 1 2',
        '  more 3 4',
        '',
        'eval instant at 1m {__name__=~"more|up",job!="b"}',
        '  more 4',
        '  up{job="a"} 2',
      ),
    ).toEqual({ kind: 'passed' });
  });
});

describe('a script that does not', () => {
  it.each<readonly [sin: string, lines: readonly string[], difference: RegExp]>([
    [
      'a wrong value',
      ['eval instant at 1m up{job="a"}', '  up{job="a"} 2.00001'],
      /line 7: up\{job="a"\} expected 2.00001, got 2/,
    ],
    [
      'a zero that is not quite met',
      ['eval instant at 1m up{job="a"} * 1e-300', '  {job="a"} 0'],
      /expected 0, got 2e-300/,
    ],
    ['a series too many', ['eval instant at 1m up', '  up{job="a"} 2'], /not expected: up\{job="b"\} 20/],
    [
      'a series too few',
      ['eval instant at 1m up{job="a"}', '  up{job="a"} 2', '  up{job="z"} 1'],
      /line 8: up\{job="z"\} is missing/,
    ],
    ['other labels', ['eval instant at 1m -up{job="a"}', '  up{job="a"} -2'], /not expected: \{job="a"\} -2/],
    [
      'a point too many',
      ['eval range from 0 to 3m step 1m up{job="b"}', '  up{job="b"} 10 20 _'],
      /expected 10 20 _, got 10 20 _ 40/,
    ],
    [
      'a gap that is none',
      ['eval range from 0 to 1m step 1m up{job="a"}', '  up{job="a"} 1 _'],
      /expected 1 _, got 1 2/,
    ],
    ['a vector for a scalar', ['eval instant at 1m up{job="a"}', '  2'], /expected a scalar, got a vector/],
    ['a scalar for a vector', ['eval instant at 1m 2', '  {} 2'], /expected a vector, got a scalar/],
    ['another string', ['eval instant at 1m "x"', '  expect string "y"'], /expected "y", got "x"/],
    [
      'another order',
      ['eval instant at 1m sort(up)', '  expect ordered', '  up{job="b"} 20', '  up{job="a"} 2'],
      /expected at place 1, is at 2/,
    ],
    ['success where it should fail', ['eval instant at 1m up', '  expect fail'], /expected some failure, got a result/],
    ['failure where it should not', ['eval instant at 1m up + on() up'], /the query failed: .*duplicate series/],
    [
      'another failure',
      ['eval instant at 1m up + on() up', '  expect fail msg: no'],
      /expected the failure "no", got: found duplicate/,
    ],
    [
      'a remark that is not made',
      ['eval instant at 2m increase(hits_total[2m])', '  expect info', '  {} 120'],
      /expected some info, got none/,
    ],
    [
      'a remark where none should be',
      ['eval instant at 1m increase(up{job="a"}[2m])', '  expect no_info', '  {job="a"} 2'],
      /no info expected, got: PromQL info: metric might/,
    ],
    [
      'another remark',
      ['eval instant at 1m increase(up{job="a"}[2m])', '  expect info msg: PromQL info: no', '  {job="a"} 2'],
      /info not expected: PromQL info: metric might/,
    ],
    ['no query', ['eval instant at 1m up +'], /the query failed: /],
    [
      'a sample outside the range vector',
      ['eval instant at 3m up{job="a"}[3m]', '  expect range vector from 2m to 3m step 1m', '  up{job="a"} 3 4'],
      /has a sample at 60 s/,
    ],
  ])('fails on %s, and says so', (_, lines, difference) => {
    const result = outcome(...lines);
    expect(result.kind).toBe('failed');
    expect(result.kind === 'failed' && result.differences.join('\n')).toMatch(difference);
  });

  it('counts NaN equal to NaN, and a staleness marker equal to nothing', () => {
    expect(outcome('eval instant at 1m up{job="a"} * NaN', '  {job="a"} NaN').kind).toBe('passed');
    expect(outcome('eval instant at 1m up{job="a"} * NaN', '  {job="a"} stale').kind).toBe('failed');
    expect(outcome('eval instant at 1m up{job="a"}', '  up{job="a"} NaN').kind).toBe('failed');
  });
});

describe('what is not evaluated', () => {
  it('refuses by construct and name, and never counts it as passed or failed', () => {
    const results = outcomes(
      'load_with_nhcb 1m',
      '  h_bucket{le="1"} 1 2',
      '  h_bucket{le="+Inf"} 2 4',
      '  h_count 2 4',
      '',
      'eval instant at 1m h',
      '',
      'eval instant at 1m histogram_count(h)',
      '',
      'eval instant at 1m mad_over_time(up[5m])',
      '',
      'eval instant at 1m limitk(1, up)',
      '',
      'eval instant at 1m h_bucket{le="1"}',
      '  h_bucket{le="1"} 2',
    );
    expect(
      results.map((result) => (result.kind === 'refused' ? `${result.construct} ${result.what}` : result.kind)),
    ).toEqual([
      'native-histogram h',
      'native-histogram histogram_count',
      'experimental-function mad_over_time',
      'experimental-aggregation limitk',
      'passed',
    ]);
  });

  it('says when a load gives a series a second sample for the same time', () => {
    expect(() => outcomes('load 1m', '  up{job="a"} 1 9')).toThrow(
      /my\.test:7: the series already has another sample at 60 s/,
    );
  });
});
