import { describe, expect, it } from 'vitest';
import { labelsOfRecord } from '../../../src/promql/labels.ts';
import { memorySource } from '../../../src/promql/memory-source.ts';
import type { SampleSource } from '../../../src/promql/sample-source.ts';
import type { EvalCommand } from '../../../src/promql/test-script/commands.ts';
import { parseScript } from '../../../src/promql/test-script/parse-script.ts';
import { runEval } from '../../../src/promql/test-script/run-eval.ts';
import { SCRIPT_ENGINE } from '../../../src/promql/test-script/run-script.ts';

const source = (value: number): SampleSource =>
  memorySource([
    {
      labels: labelsOfRecord({ __name__: 'up' }),
      timestampsMs: Float64Array.of(0, 60_000),
      values: Float64Array.of(1, value),
      stale: null,
    },
  ]);

/** Tells the truth a number of times, then no more. */
function liesAfter(times: number): SampleSource {
  let asked = 0;
  return {
    select: (...query) => {
      asked++;
      return source(asked > times ? 99 : 2).select(...query);
    },
  };
}

const run = (from: SampleSource, ...lines: string[]) =>
  runEval(parseScript(lines.join('\n'), 'my.test')[0] as EvalCommand, from, SCRIPT_ENGINE);

describe('the runs of one eval', () => {
  const lines = ['eval instant at 1m up', '  up 2'];

  it.each([
    [0, 'as written'],
    [1, 'as written, as the middle step of a range query'],
    [2, 'with @ 60 at -600 s'],
    [3, 'with @ 60 at -600 s, as the middle step of a range query'],
    [4, 'with @ 60 at 0 s'],
    [10, 'with @ 60 at 600 s'],
  ])('after %d true answers a lie is caught in the run %j', (times, name) => {
    expect(run(liesAfter(times), ...lines)).toMatchObject({ kind: 'failed', run: name });
  });

  it('are twelve, and no more', () => {
    expect(run(liesAfter(12), ...lines)).toEqual({ kind: 'passed' });
    expect(run(liesAfter(11), ...lines).kind).toBe('failed');
  });

  it.each([
    ['a query that depends on the evaluation time', ['eval instant at 1m up + 0 * time()', '  {} 2'], 2],
    ['an order', ['eval instant at 1m sort(up)', '  expect ordered', '  up 2'], 6],
    ['a range vector', ['eval instant at 1m up[1m]', '  expect range vector from 1m to 1m step 1m', '  up 2'], 6],
    ['a range query', ['eval range from 0 to 1m step 1m up', '  up 1 2'], 1],
  ])('are fewer for %s', (_, script, count) => {
    expect(run(liesAfter(count), ...script)).toEqual({ kind: 'passed' });
    expect(run(liesAfter(count - 1), ...script).kind).toBe('failed');
  });

  it('leave a selector alone that has an @ of its own, and what is inside a subquery', () => {
    const inside = ['eval instant at 1m sum_over_time(up[2m:1m]) + on() (up @ 0) * 0', '  {} 3'];
    expect(run(source(2), ...inside)).toEqual({ kind: 'passed' });
  });

  it('blame the engine, not the script, for what it should never throw', () => {
    const broken: SampleSource = {
      select: () => {
        throw new Error('out of order');
      },
    };
    expect(run(broken, ...lines)).toMatchObject({
      kind: 'failed',
      differences: [expect.stringMatching(/^the engine broke: Error: out of order/)],
    });
  });
});
