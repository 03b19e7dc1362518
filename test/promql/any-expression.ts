import fc from 'fast-check';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import { series, type Told } from './told-series.ts';

const NAMES = ['a', 'b', 'c'] as const;

/** Small whole numbers, so that sums come out exactly in any order. */
export const anyTold: fc.Arbitrary<Told> = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -4, max: 9 }) },
  { weight: 2, arbitrary: fc.constant('_' as const) },
  { weight: 2, arbitrary: fc.constant('stale' as const) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, 0) },
);

const oneSeries = fc.record({
  name: fc.constantFrom(...NAMES),
  i: fc.constantFrom('1', '2', '3'),
  j: fc.constantFrom('', 'x', 'y'),
  values: fc.array(anyTold, { minLength: 1, maxLength: 12 }),
  stepMs: fc.constantFrom(10_000, 15_000, 25_000),
});

/** Two to ten series of three names with gaps, staleness markers, NaN and infinities; no two alike. */
export const anySeries: fc.Arbitrary<readonly SampleSeries[]> = fc
  .uniqueArray(oneSeries, { minLength: 2, maxLength: 10, selector: ({ name, i, j }) => `${name} ${i} ${j}` })
  .map((all) => all.map(({ name, i, j, values, stepMs }) => series({ __name__: name, i, j }, values, stepMs)));

/** Steps in seconds that begin before the first sample and end after the last one is forgotten (lookback: 40 s). */
export const anyRange = fc
  .record({
    start: fc.integer({ min: -20, max: 60 }),
    step: fc.constantFrom(5, 7, 10, 30),
    count: fc.integer({ min: 1, max: 14 }),
  })
  .map(({ start, step, count }) => [start, start + (count - 1) * step, step] as const);

export const LOOKBACK = { lookbackMs: 40_000 };

interface Built {
  readonly vector: string;
  readonly scalar: string;
  readonly range: string;
}

const matchers = fc.constantFrom('', '{i="1"}', '{i!="2"}', '{j=""}', '{j=~"x|y"}', '{i=~"1|2", j!="x"}');
const selector = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...NAMES), matchers).map(([name, braces]) => name + braces) },
  { weight: 1, arbitrary: fc.constant('{__name__=~"a|b"}') },
);
const shift = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom(' offset 10s', ' offset -15s', ' @ 30', ' @ 30 offset 5s') },
);
const grouping = fc.constantFrom('', ' by (i)', ' by (j)', ' by (i, j)', ' without (i)', ' by (__name__)');
const matching = fc.constantFrom(
  '',
  'on(i)',
  'on(i, j)',
  'ignoring(j)',
  'on(i) group_left()',
  'ignoring(j) group_right(j)',
  'on(i) group_left(j)',
  'on()',
);
const setMatching = fc.constantFrom('', 'on(i)', 'ignoring(j)', 'on()');

/** Any expression this engine evaluates whose value at a time depends on that time alone (no `start()`, no `end()`). */
export const anyExpression: fc.Arbitrary<string> = fc.letrec<Built>((tie) => {
  const vector = tie('vector') as fc.Arbitrary<string>;
  const scalar = tie('scalar') as fc.Arbitrary<string>;
  const range = tie('range') as fc.Arbitrary<string>;
  const text = (strings: TemplateStringsArray, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
    fc.tuple(...parts).map((values) => String.raw({ raw: strings }, ...values));
  const depthSize = 'small' as const;
  return {
    vector: fc.oneof(
      { depthSize, withCrossShrink: true },
      text`${selector}${shift}`,
      text`(${vector} ${fc.constantFrom('+', '-', '*', '/', '%')} ${matching} ${vector})`,
      text`(${vector} ${fc.constantFrom('>', '<=', '==', '!=', '> bool')} ${matching} ${vector})`,
      text`(${vector} ${fc.constantFrom('and', 'or', 'unless')} ${setMatching} ${vector})`,
      text`(${vector} ${fc.constantFrom('+', '*', '>', '>= bool', '!=')} ${scalar})`,
      text`(${scalar} ${fc.constantFrom('-', '<', '== bool')} ${vector})`,
      text`${fc.constantFrom('sum', 'avg', 'min', 'max', 'count', 'group', 'stdvar')}${grouping}(${vector})`,
      text`${fc.constantFrom('topk', 'bottomk', 'quantile')}${grouping}(${scalar}, ${vector})`,
      text`count_values${grouping}("v", ${vector})`,
      text`-${vector}`,
      text`${fc.constantFrom('rate', 'delta', 'changes', 'sum_over_time', 'last_over_time', 'max_over_time')}(${range})`,
      text`quantile_over_time(${scalar}, ${range})`,
      text`predict_linear(${range}, 10)`,
      text`${fc.constantFrom('abs', 'absent', 'timestamp', 'sort')}(${vector})`,
      text`absent_over_time(${range})`,
      text`label_replace(${vector}, "j", "$1", "i", "(.*)")`,
      text`vector(${scalar})`,
    ),
    range: fc.oneof(
      { depthSize },
      text`${selector}[${fc.constantFrom('20s', '33s', '1m')}]${shift}`,
      text`(${vector})[${fc.constantFrom('30s:10s', '47s:7s', '1m:')}]${shift}`,
    ),
    scalar: fc.oneof(
      { depthSize },
      fc.constantFrom('0', '1', '2', '0.5'),
      text`scalar(${vector})`,
      text`(time() % 40)`,
    ),
  };
}).vector;
