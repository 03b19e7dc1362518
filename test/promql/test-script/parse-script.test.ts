import { describe, expect, it } from 'vitest';
import { formatFault, InputError } from '../../../src/faults.ts';
import type { EvalCommand, LoadCommand } from '../../../src/promql/test-script/commands.ts';
import { parseScript } from '../../../src/promql/test-script/parse-script.ts';

const parse = (...lines: string[]) => parseScript(lines.join('\n'), 'my.test');
const onlyEval = (...lines: string[]) => parse(...lines)[0] as EvalCommand;

function faults(...lines: string[]): string[] {
  try {
    parse(...lines);
  } catch (thrown) {
    if (thrown instanceof InputError) return thrown.faults.map((fault) => formatFault(fault).split('\n')[0]!);
    throw thrown;
  }
  return [];
}

describe('test script', () => {
  it('ends a block at an empty line or a comment', () => {
    const commands = parse('# about', 'load 30s', '  up 1 2', '# no series', '', 'clear', 'load_with_nhcb 1m', '\tx 3');
    expect(commands.map(({ kind, line }) => [kind, line])).toEqual([
      ['load', 2],
      ['clear', 6],
      ['load', 7],
    ]);
    const [first, , second] = commands as [LoadCommand, unknown, LoadCommand];
    expect(first).toMatchObject({ stepMs: 30_000, withNativeHistograms: false });
    expect(second).toMatchObject({ stepMs: 60_000, withNativeHistograms: true });
    expect(second.series.map(({ line }) => line)).toEqual([8]);
  });

  it('reads times and keeps the query as written, with the place where it starts', () => {
    expect(onlyEval('  eval instant at 1h30m10s53ms  sum(up)  ')).toMatchObject({
      query: 'sum(up)',
      column: 33,
      time: { kind: 'instant', atMs: 5_410_053 },
    });
    expect(onlyEval('eval range from 0 to 2m step 30s foo > 2 or bar')).toMatchObject({
      query: 'foo > 2 or bar',
      time: { kind: 'range', startMs: 0, endMs: 120_000, stepMs: 30_000 },
    });
  });

  it('reads what a block expects', () => {
    const { expectation } = onlyEval(
      'eval instant at 0 up',
      'expect ordered',
      'expect warn msg: PromQL warning: it is so (1:1)',
      'expect no_info',
      'up{a="b"} 1',
      '{} NaN',
    );
    expect(expectation.failure).toBeNull();
    expect(expectation.infos).toEqual({ kind: 'none' });
    expect(expectation.warnings).toEqual({
      kind: 'some',
      matches: [{ kind: 'text', text: 'PromQL warning: it is so (1:1)' }],
    });
    expect(expectation.result).toMatchObject({ kind: 'series', isOrdered: true, lines: [{ line: 5 }, { line: 6 }] });
  });

  it.each([
    ['42', { kind: 'scalar', value: 42 }],
    ['+Inf', { kind: 'scalar', value: Number.POSITIVE_INFINITY }],
    ['nan', { kind: 'scalar', value: Number.NaN }],
    ['0x1F', { kind: 'scalar', value: 31 }],
    ['expect string "a\\tb"', { kind: 'string', value: 'a\tb' }],
    ['expect string `a\\tb`', { kind: 'string', value: 'a\\tb' }],
    ['expect string ""', { kind: 'string', value: '' }],
  ])('takes %s for the result', (line, result) => {
    expect(onlyEval('eval instant at 0 x', line).expectation.result).toEqual(result);
  });

  it('reads the old forms of eval', () => {
    expect(onlyEval('eval_fail instant at 0 x', 'expected_fail_message no, thanks').expectation.failure).toEqual({
      kind: 'text',
      text: 'no, thanks',
    });
    expect(onlyEval('eval_fail range from 0 to 1m step 1m x').expectation.failure).toEqual({ kind: 'any' });
    expect(onlyEval('eval_warn instant at 0 x').expectation.warnings).toEqual({
      kind: 'some',
      matches: [{ kind: 'any' }],
    });
    expect(onlyEval('eval_info instant at 0 x').expectation.infos.kind).toBe('some');
    expect(onlyEval('eval_ordered instant at 0 x').expectation.result).toMatchObject({ isOrdered: true });
  });

  it('says everything that is wrong in a file at once, each with its place', () => {
    expect(
      faults(
        'load 30',
        '  up 1 two',
        '',
        'evaluate instant at 5 up',
        '',
        'eval instant at 5x up',
        '  expect nothing',
        '',
        'eval range from 2m to 1m step 1m up',
        '',
        'remember this',
        '',
        'eval instant at 1m up',
        '  up 1 2',
        '  expect warn regex: (',
        '  expect no_warn',
        '  expect string "open',
      ).map((fault) => fault.replace(/ \[.*/, '')),
    ).toEqual([
      'my.test:1:1: expected load STEP or load_with_nhcb STEP, got "load 30"',
      'my.test:2:8: expected a value, got "two"',
      'my.test:4:1: expected an eval, got "evaluate instant at 5 up"',
      'my.test:6:17: expected a time such as 90s, 1h30m or 0, got "5x"',
      'my.test:7:3: unknown expectation "expect nothing"',
      'my.test:9:1: the range ends before it starts',
      'my.test:11:1: unknown command "remember"',
      'my.test:14:3: an instant query has one value for each series, here are 2',
      expect.stringMatching(/^my\.test:15:22: not a regular expression: .*missing/),
      'my.test:17:17: the string that starts with " has no end',
      'my.test:14:3: expect warn and expect no_warn cannot stand together',
    ]);
  });

  it('gives all rows of a script the room of one, those that an eval expects too', () => {
    const rows = Array.from({ length: 9 }, (_, i) => `  m{i="${i}"} 0x999999`);
    const range = 'eval range from 0 to 11d step 1s m';
    expect(faults('load 1s', ...rows, '', range, '  m 0x999998')).toEqual([]);
    expect(faults('load 1s', ...rows, '', range, '  m 0x999999', '  n 1')).toEqual([
      'my.test:14:5: more than 10000000 steps in all series together [promql/test-script]',
    ]);
  });
});
