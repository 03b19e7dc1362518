import { describe, expect, it } from 'vitest';
import { PromqlRefusal, type RefusedConstruct } from '../../src/promql/evaluated.ts';
import { MAX_LABEL_TEXT, MAX_LABEL_VALUE } from '../../src/promql/functions/label-value-limit.ts';
import { at, failure, metric, over } from './told-series.ts';

/** Generous: the machine may be busy. Without limits these take minutes, or end the process. */
const TIMEOUT = { timeout: 30_000 };

function refusalOf(evaluate: () => unknown): {
  readonly construct: RefusedConstruct;
  readonly message: string;
  readonly text: string;
} {
  const thrown = (() => {
    try {
      evaluate();
    } catch (error) {
      return error;
    }
    return null;
  })();
  if (!(thrown instanceof PromqlRefusal)) throw new Error(`not refused: ${thrown}`);
  return { construct: thrown.construct, message: thrown.message, text: `${thrown.span.from}-${thrown.span.to}` };
}

const nested = (times: number, wrap: (inner: string) => string): string =>
  Array.from({ length: times }).reduce<string>(wrap, 'm');

describe('label values that are made of themselves', () => {
  const one = [metric('m', { a: '0123456789' }, [1])];

  it.each([
    ['label_join', (inner: string) => `label_join(${inner}, "a", "", "a", "a")`],
    ['label_replace', (inner: string) => `label_replace(${inner}, "a", "$1$1", "a", "(.*)")`],
  ])('%s: 40 calls within one another stop at a stated length, with their place', TIMEOUT, (name, wrap) => {
    const { construct, message, text } = refusalOf(() => at(one, nested(40, wrap), 0));
    expect(construct).toBe('limit');
    expect(message).toBe(`${name}() would make a label value of more than ${MAX_LABEL_VALUE} characters`);
    expect(text).toMatch(/^\d+-\d+$/);
  });

  it.each([
    ['label_join', (inner: string) => `label_join(${inner}, "a", "", "a", "a")`],
    ['label_replace', (inner: string) => `label_replace(${inner}, "a", "$1$1", "a", "(.*)")`],
  ])('%s: as long as may be is made', (_name, wrap) => {
    // 10 × 2¹² = 40,960.
    const [made] = at(one, nested(12, wrap), 0);
    expect(made!.length).toBeGreaterThan(40_960);
    expect(made!.length).toBeLessThan(MAX_LABEL_VALUE);
  });

  it('are limited all together too', TIMEOUT, () => {
    const long = 'x'.repeat(60_000);
    const many = Array.from({ length: 900 }, (_, i) => metric('m', { i: String(i) }, [1]));
    expect(many.length * long.length).toBeGreaterThan(MAX_LABEL_TEXT);
    const { message } = refusalOf(() => at(many, `label_join(m, "a", "${long}", "i", "i")`, 0));
    expect(message).toBe(`label_join() would make label values of more than ${MAX_LABEL_TEXT} characters together`);
  });
});

describe('regular expressions that take for ever elsewhere', () => {
  const long = [metric('m', { a: 'x'.repeat(100_000) }, [1])];

  it.each(['(x+x+)+y', '((x*)*)*y', '(.*)*(.*)*(.*)*z', '(x|x|x)*(x|xx)*y', '(x?){500}x{500}y'])(
    '%s over 100,000 letters is answered in linear time',
    TIMEOUT,
    (pattern) => {
      expect(at(long, `m{a=~"${pattern}"}`, 0)).toEqual([]);
      expect(at(long, `count(label_replace(m, "b", "$1", "a", "${pattern}"))`, 0)).toEqual(['{} 1']);
    },
  );
});

describe('label sets that explode', () => {
  const many = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => metric(name, { i: String(i), g: String(i % 10) }, [i]));
  const sources = [...many('m', 2000), ...many('n', 2000)];

  it.each([
    ['m * on (g) n', 'found duplicate series for the match group'],
    ['m * on (g) group_left n', 'found duplicate series for the match group'],
    ['m * on () group_right n', 'found duplicate series for the match group'],
  ])(
    '%s: no join makes more series than it was given; many to many fails as in Prometheus',
    TIMEOUT,
    (text, message) => {
      expect(failure(() => at(sources, text, 0))).toContain(message);
    },
  );

  it('an aggregation that makes a series of every value stops at a stated number', TIMEOUT, () => {
    const limits = { maxSeries: 5000 };
    const told = [
      metric(
        'm',
        {},
        Array.from({ length: 6000 }, (_, i) => i),
      ),
    ];
    const refused = refusalOf(() => over(told, 'count_values("v", m)', [0, 10 * 5999, 10], { limits }));
    expect(refused).toMatchObject({ construct: 'limit', message: 'more than 5000 series in one intermediate result' });
  });

  it('a union of unions holds no more than what it is of', TIMEOUT, () => {
    const chain = Array.from({ length: 20 }, (_, i) => `label_replace(m, "k", "${i}", "", "")`).join(' or ');
    expect(at(sources, `count(${chain})`, 0)).toEqual(['{} 40000']);
    const { message } = refusalOf(() => at(sources, `count(${chain})`, 0, { limits: { maxSeries: 20_000 } }));
    expect(message).toBe('more than 20000 series in one intermediate result');
  });

  it('a chain of unions looks at each element once, and holds what it comes to', TIMEOUT, () => {
    const long = Array.from({ length: 100 }, (_, i) => `label_replace(m, "k", "${i}", "", "")`).join(' or ');
    expect(at(sources, `count(${long})`, 0)).toEqual(['{} 200000']);
    const nested = long.replaceAll(' or ', ' or (') + ')'.repeat(99);
    expect(at(sources, `count(${nested})`, 0)).toEqual(['{} 200000']);
    const same = Array(400).fill('m').join(' or ');
    expect(at(sources, `count(${same})`, 0, { limits: { maxSamples: 10_000 } })).toEqual(['{} 2000']);
  });
});

describe('time that explodes', () => {
  it.each([
    ['max_over_time(m[10y:1s])', /^\d+ steps to evaluate, more than 2000000$/],
    ['max_over_time(max_over_time(vector(1)[10d:1s])[10d:1s])', /^more than \d+ samples to visit in windows$/],
  ])('%s is refused before it is tried', TIMEOUT, (text, message) => {
    const refused = refusalOf(() => at([metric('m', {}, [1])], text, 0));
    expect(refused.construct).toBe('limit');
    expect(refused.message).toMatch(message);
  });
});
