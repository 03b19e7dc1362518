import { describe, expect, it } from 'vitest';
import { at, failure, metric, over } from '../told-series.ts';

const NAN = Number.NaN;

describe('operators between scalars', () => {
  it.each([
    ['2 ^ 3 ^ 2', '512'],
    ['-2 ^ 2', '-4'],
    ['7 % -3', '1'],
    ['1 % 0', 'NaN'],
    ['-1 / 0', '-Inf'],
    ['1 ^ NaN', '1'],
    ['(-1) ^ Inf', '1'],
    ['1 < bool 2', '1'],
    ['NaN == bool NaN', '0'],
    ['NaN != bool NaN', '1'],
    ['1 atan2 0', '1.5707963267948966'],
  ])('%s is %s', (text, value) => expect(at([], text, 0)).toEqual([value]));
});

describe('operators between a vector and a scalar', () => {
  const M = [metric('m', { i: '1' }, [1]), metric('m', { i: '2' }, [5])];

  it('drop the metric name in arithmetic and with bool, and keep it in a filter', () => {
    expect(at(M, 'm * 2', 0)).toEqual(['{i="1"} 2', '{i="2"} 10']);
    expect(at(M, 'm > bool 2', 0)).toEqual(['{i="1"} 0', '{i="2"} 1']);
    expect(at(M, 'm > 2', 0)).toEqual(['m{i="2"} 5']);
  });

  it("keep the element's value whichever side the scalar stands on", () => {
    expect(at(M, '2 < m', 0)).toEqual(['m{i="2"} 5']);
    expect(at(M, '10 - m', 0)).toEqual(['{i="1"} 9', '{i="2"} 5']);
  });

  it('compare with NaN to false, except by !=', () => {
    const nan = [metric('m', {}, [NAN])];
    expect(at(nan, 'm == NaN', 0)).toEqual([]);
    expect(at(nan, 'm != 1', 0)).toEqual(['m NaN']);
  });
});

describe('operators between vectors', () => {
  const CPU = [
    metric('cpu', { host: 'a', mode: 'idle' }, [3]),
    metric('cpu', { host: 'a', mode: 'user' }, [1]),
    metric('cpu', { host: 'b', mode: 'idle' }, [8]),
    metric('role', { host: 'a', role: 'db' }, [1]),
    metric('limit', { host: 'a' }, [2]),
  ];

  it('match elements of equal labels and drop those without a partner', () => {
    expect(at(CPU, 'cpu + cpu{mode="idle"}', 0)).toEqual(['{host="a", mode="idle"} 6', '{host="b", mode="idle"} 16']);
  });

  it('keep the labels of on, or all but those of ignoring, in one-to-one matching', () => {
    expect(at(CPU, 'cpu{mode="user"} / on(host) limit', 0)).toEqual(['{host="a"} 0.5']);
    expect(at(CPU, 'cpu{mode="user"} / ignoring(mode) limit', 0)).toEqual(['{host="a"} 0.5']);
    expect(at(CPU, 'cpu{mode="idle"} > ignoring(mode) limit', 0)).toEqual(['cpu{host="a"} 3']);
    expect(at(CPU, 'cpu{mode="idle"} > on(host) limit', 0)).toEqual(['{host="a"} 3']);
  });

  it('carry labels of the one side over, and take away what it lacks', () => {
    expect(at(CPU, 'cpu * on(host) group_left(role) role', 0)).toEqual([
      '{host="a", mode="idle", role="db"} 3',
      '{host="a", mode="user", role="db"} 1',
    ]);
    expect(at(CPU, 'cpu{mode="idle"} * on(host) group_left(role, mode) role', 0)).toEqual(['{host="a", role="db"} 3']);
  });

  it('calculate left and right as written, whichever side is the many', () => {
    expect(at(CPU, 'limit - on(host) group_right cpu', 0)).toEqual([
      '{host="a", mode="idle"} -1',
      '{host="a", mode="user"} 1',
    ]);
    expect(at(CPU, 'limit < on(host) group_right cpu', 0)).toEqual(['cpu{host="a", mode="idle"} 2']);
  });

  it('give 1 or 0 and drop the name with bool', () => {
    expect(at(CPU, 'cpu > bool on(host) group_left limit', 0)).toEqual([
      '{host="a", mode="idle"} 1',
      '{host="a", mode="user"} 0',
    ]);
  });

  it('work step by step when partners come and go', () => {
    const told = [metric('a', {}, [1, 'stale', 3, 4]), metric('b', {}, ['_', 10, 10, 'stale'])];
    expect(over(told, 'a + b', [0, 30, 10])).toEqual(['{} _ _ 13 _']);
  });

  it('join one series that took the place of another', () => {
    const told = [
      metric('n', {}, [1, 2, 3]),
      metric('d', { pod: 'x' }, [10, 'stale', 'stale']),
      metric('d', { pod: 'y' }, ['_', '_', 30]),
    ];
    expect(over(told, 'n * ignoring(pod) d', [0, 20, 10])).toEqual(['{} 10 _ 90']);
    expect(over(told, 'n * on() group_left(pod) d', [0, 20, 10])).toEqual(['{pod="x"} 10 _ _', '{pod="y"} _ _ 90']);
  });
});

describe('matching faults', () => {
  const TWO = [metric('m', { i: '1' }, [1, 1]), metric('m', { i: '2' }, [2, 'stale']), metric('one', {}, [3, 3])];
  const NONE = 'did not fail';

  it('name the duplicates on the one side in order of labels', () => {
    expect(failure(() => at(TWO, 'one > on() m', 0))).toBe(
      'found duplicate series for the match group {} on the right hand-side of the operation: ' +
        '[{__name__="m", i="1"}, {__name__="m", i="2"}];many-to-many matching not allowed: ' +
        'matching labels must be unique on one side',
    );
    expect(failure(() => at(TWO, 'm * on() group_right one', 0))).toContain('on the left hand-side');
  });

  it('stand even where nothing would match the duplicates, but not where the other side is empty', () => {
    expect(failure(() => at([...TWO, metric('x', { a: 'b' }, [1])], 'x + on(a) m', 0))).toContain('match group {}');
    expect(failure(() => at(TWO, 'nothing + on() m', 0))).toBe(NONE);
  });

  it('are a matter of each step', () => {
    expect(failure(() => at(TWO, 'one + on() m', 10))).toBe(NONE);
    expect(failure(() => over(TWO, 'one + on() m', [0, 10, 10]))).toContain('duplicate series');
  });

  it('ask for group_left when several elements match one', () => {
    expect(failure(() => at(TWO, 'm + on() one', 0))).toBe(
      'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
    );
    expect(failure(() => at(TWO, 'm + on() one', 10))).toBe(NONE);
  });

  it('forbid results of the same labels within a match group and between groups', () => {
    const named = [metric('a', {}, [1]), metric('b', {}, [2]), metric('one', {}, [3])];
    expect(failure(() => at(named, '{__name__=~"a|b"} + on() group_left one', 0))).toBe(
      'multiple matches for labels: grouping labels must ensure unique matches',
    );
    const same = 'vector cannot contain metrics with the same labelset';
    expect(failure(() => at(named, '-{__name__=~"a|b"}', 0))).toBe(same);
    expect(failure(() => at(named, '{__name__=~"a|b"} * 2', 0))).toBe(same);
    expect(failure(() => at(named, '{__name__=~"a|b"} > 0', 0))).toBe(NONE);
  });
});

describe('set operators', () => {
  const SETS = [
    metric('l', { i: '1' }, [1, 1, 1]),
    metric('l', { i: '2' }, [2, 2, 2]),
    metric('r', { i: '1' }, [10, 'stale', 30]),
    metric('r', { i: '3' }, [30, 30, 30]),
  ];

  it('select by presence at each step and leave labels and values alone', () => {
    expect(over(SETS, 'l and r', [0, 20, 10])).toEqual(['l{i="1"} 1 _ 1']);
    expect(over(SETS, 'l unless r', [0, 20, 10])).toEqual(['l{i="1"} _ 1 _', 'l{i="2"} 2 2 2']);
    expect(over(SETS, 'r or l', [0, 20, 10])).toEqual([
      'l{i="1"} _ 1 _',
      'l{i="2"} 2 2 2',
      'r{i="1"} 10 _ 30',
      'r{i="3"} 30 30 30',
    ]);
  });

  it('match many to many on the labels asked for', () => {
    expect(at(SETS, 'l and on() r', 0)).toEqual(['l{i="1"} 1', 'l{i="2"} 2']);
    expect(at(SETS, 'l unless on() r', 0)).toEqual([]);
    expect(at(SETS, 'r or ignoring(i) l', 0)).toEqual(['r{i="1"} 10', 'r{i="3"} 30']);
  });

  it('join what both sides call the same into one series over a range', () => {
    expect(over(SETS, '(r * 1) or (l * 1)', [0, 20, 10])).toEqual([
      '{i="1"} 10 1 30',
      '{i="2"} 2 2 2',
      '{i="3"} 30 30 30',
    ]);
  });
});

describe('the metric name', () => {
  const NAMED = [metric('a', { i: '1' }, [1]), metric('b', { i: '1' }, [2])];

  it('goes with unary minus and stays with unary plus', () => {
    expect(at(NAMED, '-a', 0)).toEqual(['{i="1"} -1']);
    expect(at(NAMED, '+a', 0)).toEqual(['a{i="1"} 1']);
  });

  it('goes at the end of the query when its removal is delayed', () => {
    const delayed = { delayedNameRemoval: true };
    expect(at(NAMED, 'sum by (__name__) (-{__name__=~"a|b"}) > -2', 0, delayed)).toEqual(['{} -1']);
    expect(failure(() => at(NAMED, '-{__name__=~"a|b"}', 0, delayed))).toBe(
      'vector cannot contain metrics with the same labelset',
    );
    expect(at(NAMED, 'count(-{__name__=~"a|b"})', 0, delayed)).toEqual(['{} 2']);
    expect(failure(() => at(NAMED, 'count(-{__name__=~"a|b"})', 0))).toContain('same labelset');
  });

  it('goes from the range vector of a subquery too', () => {
    const delayed = { delayedNameRemoval: true };
    expect(at(NAMED, '(-a)[20s:10s]', 10)).toEqual(['{i="1"} -1@0 -1@10']);
    expect(at(NAMED, '(-a)[20s:10s]', 10, delayed)).toEqual(['{i="1"} -1@0 -1@10']);
    const apart = [metric('a', {}, [1, 'stale']), metric('b', {}, ['_', 2])];
    expect(at(apart, '(-{__name__=~"a|b"})[20s:10s]', 10, delayed)).toEqual(['{} -1@0 -2@10']);
    expect(failure(() => at(NAMED, '(-{__name__=~"a|b"})[20s:10s]', 10, delayed))).toContain('same labelset');
  });

  it('may leave series of the same labels that never meet', () => {
    const apart = [metric('a', {}, [1, 'stale', 'stale']), metric('b', {}, ['_', 2, 3])];
    expect(over(apart, 'max_over_time({__name__=~"a|b"}[10s])', [0, 20, 10])).toEqual(['{} 1 2 3']);
    expect(failure(() => over(apart, 'max_over_time({__name__=~"a|b"}[15s])', [0, 20, 10]))).toContain('same labelset');
  });
});
