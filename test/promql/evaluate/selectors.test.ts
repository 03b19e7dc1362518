import { describe, expect, it } from 'vitest';
import { PromqlRefusal } from '../../../src/promql/evaluated.ts';
import { at, metric, over } from '../told-series.ts';

const UP = [metric('up', { job: 'api' }, [1, 2, 'stale', 4]), metric('up', { job: 'db' }, [10, '_', 30])];

describe('an instant selector', () => {
  it('sees the newest sample at or before the time, as long as it is younger than the lookback', () => {
    expect(at(UP, 'up{job="api"}', 19)).toEqual(['up{job="api"} 2']);
    expect(at(UP, 'up{job="db"}', 319.999)).toEqual(['up{job="db"} 30']);
    expect(at(UP, 'up{job="db"}', 320)).toEqual([]);
    expect(at(UP, 'up{job="db"}', 25, { lookbackMs: 5000 })).toEqual([]);
  });

  it('sees nothing after a staleness marker until the next sample', () => {
    expect(over(UP, 'up{job="api"}', [0, 40, 5])).toEqual(['up{job="api"} 1 1 2 2 _ _ 4 4 4']);
  });

  it('takes a NaN for a value', () => {
    expect(at([metric('m', {}, [Number.NaN])], 'm', 0)).toEqual(['m NaN']);
  });

  it('shifts by offset and pins by @, in either order', () => {
    expect(at(UP, 'up{job="db"} offset 10s', 25)).toEqual(['up{job="db"} 10']);
    expect(at(UP, 'up{job="db"} offset -10s', 10)).toEqual(['up{job="db"} 30']);
    expect(at(UP, 'up{job="db"} @ 30 offset 20s', 0)).toEqual(['up{job="db"} 10']);
    expect(at(UP, 'up{job="db"} offset 20s @ 30', 0)).toEqual(['up{job="db"} 10']);
  });

  it('pins to the ends of the query, in a subquery too', () => {
    expect(over(UP, 'up{job="db"} @ start()', [0, 20, 10])).toEqual(['up{job="db"} 10 10 10']);
    expect(over(UP, 'up{job="db"} @ end()', [0, 20, 10])).toEqual(['up{job="db"} 30 30 30']);
    expect(over(UP, 'up{job="db"} + up{job="db"} @ end()', [0, 20, 10])).toEqual(['{job="db"} 40 40 60']);
  });

  it('finds series by every kind of matcher, a missing label being an empty one', () => {
    const named = [metric('m', { a: 'x' }, [1]), metric('m', { a: 'y', b: 'z' }, [2]), metric('n', {}, [3])];
    expect(at(named, 'm{b=""}', 0)).toEqual(['m{a="x"} 1']);
    expect(at(named, 'm{b!=""}', 0)).toEqual(['m{a="y", b="z"} 2']);
    expect(at(named, '{a=~"x|y"}', 0)).toEqual(['m{a="x"} 1', 'm{a="y", b="z"} 2']);
    expect(at(named, '{__name__=~".+", a!~"x|y"}', 0)).toEqual(['n 3']);
  });

  it('refuses a native histogram by name and place, but only where a step sees one', () => {
    const mixed = [metric('h', {}, [1, 'histogram', 3])];
    expect(at(mixed, 'h', 9)).toEqual(['h 1']);
    expect(at(mixed, 'h', 20)).toEqual(['h 3']);
    const refused = expect(() => at(mixed, '1 + h', 15));
    refused.toThrow(PromqlRefusal);
    refused.toThrow(expect.objectContaining({ construct: 'native-histogram', what: 'h', span: { from: 4, to: 5 } }));
  });
});

describe('a range selector', () => {
  it('is open on the left and leaves staleness markers out', () => {
    expect(at(UP, 'up{job="api"}[30s]', 30)).toEqual(['up{job="api"} 2@10 4@30']);
    expect(at(UP, 'up{job="api"}[30001ms]', 30)).toEqual(['up{job="api"} 1@0 2@10 4@30']);
    expect(at(UP, 'up{job="api"}[10s]', 20)).toEqual([]);
  });

  it('refuses native histograms in its window', () => {
    const mixed = [metric('h', {}, [1, 'histogram', 3])];
    expect(() => at(mixed, 'h[10s]', 15)).toThrow(PromqlRefusal);
    expect(at(mixed, 'h[10s]', 20)).toEqual(['h 3@20']);
  });
});

describe('a subquery', () => {
  it('evaluates on the absolute clock, from the first multiple of the step after the left end', () => {
    expect(at(UP, 'up{job="db"}[15s:10s]', 25)).toEqual(['up{job="db"} 30@20']);
    expect(at(UP, 'up{job="db"}[26s:10s]', 25)).toEqual(['up{job="db"} 10@0 10@10 30@20']);
    expect(at(UP, 'up{job="db"}[20s:10s] offset 4s', 24)).toEqual(['up{job="db"} 10@10 30@20']);
    expect(at(UP, 'up{job="db"}[20s:10s] @ 20', 999)).toEqual(['up{job="db"} 10@10 30@20']);
  });

  it('takes the step of the evaluation where it names none', () => {
    for (const step of ['', '0.0004', '1ms / 3'])
      expect(at(UP, `up{job="db"}[21s:${step}]`, 20, { subqueryStepMs: 20_000 })).toEqual(['up{job="db"} 10@0 30@20']);
  });

  it('is empty where the range holds no multiple of the step', () => {
    expect(at(UP, '(up)[10s:1h]', 20)).toEqual([]);
  });
});
