import { describe, expect, it } from 'vitest';
import { affiliation, affiliationF1 } from '../../../src/accuracy/affiliation/affiliation.ts';
import { pate, pateF1 } from '../../../src/accuracy/pate/pate.ts';
import { rangeF1, rangeF1OfPredictions } from '../../../src/accuracy/range-based/range-f1.ts';
import { rangePrecision, rangeRecall } from '../../../src/accuracy/range-based/range-precision-recall.ts';
import { aucPr, aucRoc } from '../../../src/accuracy/tsb-ad/auc.ts';
import { eventBasedF1, eventBasedF1OfPredictions } from '../../../src/accuracy/tsb-ad/event-based-f1.ts';
import { kDelayF1 } from '../../../src/accuracy/tsb-ad/k-delay-f1.ts';
import { paPercentKArea } from '../../../src/accuracy/tsb-ad/pa-percent-k-area.ts';
import { pointAdjustedF1, pointAdjustedF1OfPredictions } from '../../../src/accuracy/tsb-ad/point-adjusted-f1.ts';
import { standardF1 } from '../../../src/accuracy/tsb-ad/standard-f1.ts';
import { vusPr, vusPr2022, vusRoc, vusRoc2022 } from '../../../src/accuracy/vus/vus.ts';
import { type Fault, InputError } from '../../../src/faults.ts';
import type { MetricValue } from '../../../src/record/schema.ts';

type Numbers = readonly number[];
type OfScores = (
  labels: Numbers,
  scores: Numbers,
  options?: { readonly mode?: 'compat' | 'strict'; readonly nan?: 'refuse' | 'abstain' },
) => MetricValue;
type OfPredictions = (labels: Numbers, predicted: Numbers) => MetricValue;

const OF_SCORES: Readonly<Record<string, OfScores>> = {
  vusPr,
  vusRoc,
  vusPr2022,
  vusRoc2022,
  aucPr,
  aucRoc,
  standardF1,
  pointAdjustedF1,
  eventBasedF1,
  rangeF1,
  affiliationF1,
  kDelayF1,
  paPercentKArea,
  pate,
};

const OF_PREDICTIONS: Readonly<Record<string, OfPredictions>> = {
  rangeRecall,
  rangePrecision,
  rangeF1OfPredictions,
  pointAdjustedF1OfPredictions,
  eventBasedF1OfPredictions,
  pateF1,
  affiliationRecall: (labels, predicted) => affiliation(labels, predicted).recall,
  affiliationPrecision: (labels, predicted) => affiliation(labels, predicted).precision,
};

function faultsOf(call: () => unknown): readonly Fault[] {
  try {
    call();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  throw new Error('nothing was refused');
}

const scores = Object.entries(OF_SCORES);
const predictions = Object.entries(OF_PREDICTIONS);
const undefinedBecause = (reason: string) => ({ kind: 'undefined', reason });
const numberOf = (value: MetricValue) => (value.kind === 'defined' ? value.value : value.reason);

describe.each(scores)('%s refuses', (_, metric) => {
  it('labels and scores of different lengths', () => {
    expect(faultsOf(() => metric([0, 1], [1]))).toEqual([
      { code: 'metric/lengths', message: 'there are 2 labels and 1 scores; expected one of each a row' },
    ]);
  });

  it('labels that are not 0 or 1 and scores that are no finite numbers, all at once, by row', () => {
    const faults = faultsOf(() => metric([0, 2, 1, Number.NaN], [Number.NaN, 1, Number.POSITIVE_INFINITY, 0]));
    expect(faults).toEqual([
      { code: 'metric/label', message: 'labels[1] is 2; expected 0 or 1' },
      { code: 'metric/label', message: 'labels[3] is NaN; expected 0 or 1' },
      { code: 'metric/score', message: 'scores[0] is NaN; expected a finite number' },
      { code: 'metric/score', message: 'scores[2] is Infinity; expected a finite number' },
    ]);
  });

  it('more faults than anybody reads, by their number', () => {
    const faults = faultsOf(() => metric(new Array(100).fill(0), new Array(100).fill(Number.NaN)));
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toEqual({ code: 'metric/score', message: 'and 80 more of such faults' });
  });

  it('an infinite score also where NaN means that a row abstained', () => {
    const infinite = [1, Number.NaN, Number.NEGATIVE_INFINITY];
    expect(faultsOf(() => metric([0, 1, 0], infinite, { nan: 'abstain' })).map(({ message }) => message)).toEqual([
      'scores[2] is -Infinity; expected a finite number',
    ]);
  });
});

describe.each(predictions)('%s refuses', (_, metric) => {
  it('lengths that differ, and flags that are not 0 or 1', () => {
    expect(faultsOf(() => metric([0, 3], [0.5])).map(({ code }) => code)).toEqual([
      'metric/lengths',
      'metric/label',
      'metric/prediction',
    ]);
  });
});

describe('settings that mean nothing are refused', () => {
  it.each([
    ['buffer', () => vusPr([0, 1], [0, 1], { buffer: 1.5 })],
    ['buffer', () => vusRoc2022([0, 1], [0, 1], { buffer: -1 })],
    ['delay', () => kDelayF1([0, 1], [0, 1], { delay: Number.NaN })],
    ['weight', () => kDelayF1([0, 1], [0, 1], { weight: 'cube' as 'sqrt' })],
    ['earlyBuffer', () => pate([0, 1], [0, 1], { earlyBuffer: -1 })],
    ['splits', () => pate([0, 1], [0, 1], { splits: 0 })],
    ['alpha', () => rangeRecall([0, 1], [0, 1], { alpha: 2 })],
    ['bias', () => rangePrecision([0, 1], [0, 1], { bias: 'left' as 'flat' })],
    ['cardinality', () => rangePrecision([0, 1], [0, 1], { cardinality: 'two' as 'one' })],
  ])('%s', (name, call) => {
    expect(faultsOf(call)).toEqual([{ code: 'metric/setting', message: expect.stringMatching(`^${name} is `) }]);
  });
});

describe.each(scores)('%s has a defined outcome', (_, metric) => {
  it('without rows, without events and where every row abstained: undefined', () => {
    expect(metric([], [])).toEqual(undefinedBecause('there is no row'));
    expect(metric([0, 0, 0], [1, 2, 3])).toMatchObject({
      kind: 'undefined',
      reason: expect.stringMatching(/^no row lies in an (event|incident)$/),
    });
    expect(metric([0], [5])).toMatchObject({ kind: 'undefined' });
  });

  it('for typed arrays as for plain ones, which it leaves as they were', () => {
    const labels = Uint8Array.of(0, 0, 1, 1, 0, 0, 1);
    const given = Float64Array.of(3, 1, 4, 1, 5, 9, 2);
    const value = (metric as unknown as (labels: Uint8Array, scores: Float64Array) => MetricValue)(labels, given);
    expect(value).toEqual(metric([...labels], [...given]));
    expect([...given]).toEqual([3, 1, 4, 1, 5, 9, 2]);
    expect([...labels]).toEqual([0, 0, 1, 1, 0, 0, 1]);
  });
});

/** Values of TSB-AD's code where it has any (see the golden figures); never NaN. */
describe('outcomes at the edges', () => {
  const EVERY_ROW = [1, 1, 1, 1];
  const every = 'every row lies in an event';
  it.each([
    ['vusPr', every, every],
    ['vusRoc', every, every],
    ['vusPr2022', every, every],
    ['vusRoc2022', every, every],
    ['aucRoc', 'no scored row lies outside the incidents', 'no scored row lies outside the incidents'],
    ['aucPr', 1, 1],
    ['standardF1', 2 / 2.00001, 1],
    ['pointAdjustedF1', 6 / 7, 1], // row 0 is the lowest and never filled in
    ['eventBasedF1', 2 / (2 + 1e-15), 1],
    ['rangeF1', 0, 1],
    ['affiliationF1', (2 * 0.953125) / 1.953125, 1], // of row 0, which is not predicted, 0.8125 is reached
    ['kDelayF1', 1, 1],
    ['paPercentKArea', 1, 1],
    ['pate', 1, 1],
  ])('%s where every row is one event: %s, strict %s', (name, compat, strict) => {
    for (const [mode, expected] of [
      ['compat', compat],
      ['strict', strict],
    ] as const) {
      const value = numberOf(OF_SCORES[name]!(EVERY_ROW, [0, 1, 2, 3], { mode }));
      if (typeof expected === 'number') expect(value).toBeCloseTo(expected, 12);
      else expect(value).toBe(expected);
    }
  });

  const constant = 'a constant score, of which no threshold of the grid predicts a row';
  it.each([
    ['aucRoc', 0.5, 0.5],
    ['aucPr', 0.25, 0.25],
    ['standardF1', (2 * 0.25) / 1.25001, 0.4],
    ['pointAdjustedF1', 0, 0.4],
    ['eventBasedF1', 0, 0.4],
    ['rangeF1', 0, 0.4],
    ['affiliationF1', constant, (2 * 0.53125) / 1.53125],
    ['paPercentKArea', 0.4, 0.4],
  ])('%s of a constant score, one row in four: %s, strict %s', (name, compat, strict) => {
    for (const [mode, expected] of [
      ['compat', compat],
      ['strict', strict],
    ] as const) {
      const value = numberOf(OF_SCORES[name]!([0, 1, 0, 0], [7, 7, 7, 7], { mode }));
      if (typeof expected === 'number') expect(value).toBeCloseTo(expected, 12);
      else expect(value).toBe(expected);
    }
  });

  it('a single row that is an event and scored: found in strict, and nothing to tell apart for ROC and VUS', () => {
    expect(numberOf(standardF1([1], [3], { mode: 'strict' }))).toBe(1);
    expect(numberOf(pointAdjustedF1([1], [3], { mode: 'strict' }))).toBe(1);
    expect(numberOf(affiliationF1([1], [3], { mode: 'strict' }))).toBe(1);
    expect(numberOf(vusPr([1], [3]))).toBe(every);
    expect(numberOf(aucRoc([1], [3]))).toBe('no scored row lies outside the incidents');
  });

  it('where every row abstained there is no value', () => {
    const { aucPr: _pr, aucRoc: _roc, ...others } = OF_SCORES;
    for (const metric of Object.values(others)) {
      expect(metric([0, 1], [Number.NaN, Number.NaN], { nan: 'abstain' })).toEqual(
        undefinedBecause('every row abstained'),
      );
    }
  });

  it('predictions: nothing predicted is no precision, no recall and F1 0; nothing true is no recall and precision 0', () => {
    const nothing = Object.fromEntries(
      predictions.map(([name, metric]) => [name, numberOf(metric([0, 1, 0], [0, 0, 0]))]),
    );
    expect(nothing).toEqual({
      rangeRecall: 0,
      rangePrecision: 'nothing is predicted',
      rangeF1OfPredictions: 0,
      pointAdjustedF1OfPredictions: 0,
      eventBasedF1OfPredictions: 0,
      pateF1: 0,
      affiliationRecall: 0,
      affiliationPrecision: 'nothing is predicted',
    });
    expect(numberOf(rangeRecall([0, 0], [0, 1]))).toBe('no row lies in an event');
    expect(numberOf(rangePrecision([0, 0], [0, 1]))).toBe(0);
    expect(affiliation([], []).f1).toEqual(undefinedBecause('there is no row'));
  });

  it('scores whose range overflows are what they are in the reference: the grid has no thresholds', () => {
    expect(numberOf(pointAdjustedF1([1, 0], [Number.MAX_VALUE, -Number.MAX_VALUE]))).toBe(0);
    expect(numberOf(pointAdjustedF1([1, 0], [Number.MAX_VALUE, -Number.MAX_VALUE], { mode: 'strict' }))).toBe(1);
  });
});
