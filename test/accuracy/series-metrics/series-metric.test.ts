import { describe, expect, it } from 'vitest';
import { chooseBlocks, splitIntoBlocks } from '../../../src/accuracy/blocks.ts';
import { bootstrapMetric } from '../../../src/accuracy/bootstrap.ts';
import { INFLATING_METRICS } from '../../../src/accuracy/inflating-metrics.ts';
import { computeMetric, defined, type Judged } from '../../../src/accuracy/metric.ts';
import { METRICS, metricById, needsThreshold } from '../../../src/accuracy/metrics.ts';
import { AT_THRESHOLD_METRICS } from '../../../src/accuracy/series-metrics/at-threshold-metrics.ts';
import { seriesMetric } from '../../../src/accuracy/series-metrics/series-metric.ts';
import { SCORE_SERIES_METRICS, SERIES_METRICS } from '../../../src/accuracy/series-metrics/series-metrics.ts';
import { withVusBuffer } from '../../../src/accuracy/series-metrics/vus-metrics.ts';
import { vusPr } from '../../../src/accuracy/vus/vus.ts';
import { seededRandom } from '../../../src/chance.ts';
import { judgedScene, type Rows, rowsOf } from '../judged.ts';

const card = { id: 'rows', title: 'Rows', definition: 'Counted rows.', undefinedWhen: 'never', source: 'this test' };
const ofDrawing = (drawing: string, incidents: readonly Rows[] = [[1, 2]], more = {}) =>
  judgedScene({ scores: rowsOf(drawing), incidents, ...more });
const vus = metricById('vus-pr');
const valueOn = (judged: readonly Judged[]) => computeMetric(vus, judged);

describe('a metric of whole series', () => {
  it('is computed once a recording, however often it is asked', () => {
    let computed = 0;
    const metric = seriesMetric(card, ({ labels }) => {
      computed++;
      return defined(labels.length);
    });
    const evaluate = metric.prepare([ofDrawing('....'), ofDrawing('......')]);
    for (let i = 0; i < 100; i++) evaluate(Uint32Array.of(i, 3));
    expect(computed).toBe(2);
    expect(evaluate(Uint32Array.of(3, 1))).toEqual({ kind: 'defined', value: 4.5 });
  });

  it('sees the counted rows alone, abstentions as NaN and never predicted', () => {
    const metric = seriesMetric(card, ({ labels, scores, predicted }) => {
      expect([...labels]).toEqual([1, 0, 0, 0]);
      expect([...scores]).toEqual([0, Number.NaN, 1, 0]);
      expect([...predicted]).toEqual([0, 0, 1, 0]);
      return defined(1);
    });
    expect(computeMetric(metric, [ofDrawing('##.?#.', [[1, 2]], { fromRow: 2 })])).toEqual({
      kind: 'defined',
      value: 1,
    });
  });

  it('of several recordings is the mean of those that have a value', () => {
    const [one, other, quiet] = [ofDrawing('.#..#.'), ofDrawing('#.#...'), ofDrawing('..#...', [])];
    const values = [one, other].map((judged) => vusPr(judged.labels, judged.scores));
    const [a, b] = values.map((value) => (value.kind === 'defined' ? value.value : Number.NaN));
    expect(valueOn([one, other, quiet])).toEqual({ kind: 'defined', value: (a! + b!) / 2 });
    expect(valueOn([quiet, ofDrawing('??', [[0, 1]])])).toEqual({
      kind: 'undefined',
      reason: 'no row lies in an event; every row abstained',
    });
    expect(valueOn([])).toEqual({ kind: 'undefined', reason: 'there is no recording' });
  });

  it('of stretches is the value of the whole, without an interval', () => {
    const random = seededRandom(5);
    const scores = Array.from({ length: 3000 }, () => random());
    const judged = judgedScene({
      scores,
      incidents: [
        [700, 730],
        [2100, 2150],
      ],
    });
    const { blocks } = chooseBlocks([judged]);
    expect(blocks.length).toBeGreaterThanOrEqual(20);
    const { value, replicates } = bootstrapMetric(vus, blocks, { resamples: 50, seed: 3 });
    expect(value).toEqual(valueOn([judged]));
    expect(value).not.toHaveProperty('interval');
    expect(replicates.every((replicate) => replicate === null)).toBe(true);
  });

  it('of stretches has no value where they count differently, and the value of the whole where they count alike', () => {
    const blocks = splitIntoBlocks(ofDrawing('.#..#.......', [[1, 2]]), { blockMs: 240_000 });
    expect(blocks).toHaveLength(3);
    const evaluate = vus.prepare(blocks);
    expect(evaluate(Uint32Array.of(1, 1, 2))).toMatchObject({ kind: 'undefined' });
    expect(evaluate(Uint32Array.of(2, 2, 2))).toEqual(evaluate(Uint32Array.of(1, 1, 1)));
  });

  it('of recordings has an interval from resampling them', () => {
    const random = seededRandom(8);
    const recordings = Array.from({ length: 12 }, () =>
      judgedScene({ scores: Array.from({ length: 60 }, () => random()), incidents: [[20, 30]] }),
    );
    const { value } = bootstrapMetric(vus, recordings, { resamples: 200, seed: 3 });
    if (value.kind === 'undefined' || value.interval === undefined) throw new Error('expected an interval');
    expect(value.interval.low).toBeLessThan(value.value);
    expect(value.interval.high).toBeGreaterThan(value.value);
  });
});

describe('what is on offer', () => {
  it('all are metrics like others; what looks at scores alone needs no threshold', () => {
    for (const metric of SERIES_METRICS) expect(METRICS).toContain(metric);
    for (const metric of SCORE_SERIES_METRICS) expect(needsThreshold(metric), metric.card.id).toBe(false);
    for (const metric of AT_THRESHOLD_METRICS) expect(needsThreshold(metric), metric.card.id).toBe(true);
  });

  it('a card says whether it is compat, with which version, or strict; only PA%K has but one definition', () => {
    for (const { card } of SERIES_METRICS) {
      if (card.id === 'pa-k-area') continue;
      expect(card.definition, card.id).toMatch(/\bCompat\b.*\b(TSB-AD|VUS|EasyTSAD|PATE)\b|\bStrict\b/);
      if (/-strict|-at-threshold/.test(card.id)) expect(card.definition, card.id).not.toMatch(/\bCompat\b/);
    }
  });

  it('VUS is of any buffer, which its card names; other metrics stay as they are', () => {
    const judged = ofDrawing('.#..#...........', [[2, 4]]);
    const [vusPrOf8, f1] = withVusBuffer([vus, metricById('standard-f1')], 8);
    expect(computeMetric(vusPrOf8!, [judged])).toEqual(vusPr(judged.labels, judged.scores, { buffer: 8 }));
    expect(computeMetric(vusPrOf8!, [judged])).not.toEqual(valueOn([judged]));
    expect(vusPrOf8!.card.definition).toContain('0 to 8 rows');
    expect(needsThreshold(vusPrOf8!)).toBe(false);
    expect(f1).toBe(metricById('standard-f1'));
    expect(withVusBuffer([vus], undefined)).toEqual([vus]);
  });

  it('a figure at its own best threshold says that it is an oracle', () => {
    for (const { card } of SCORE_SERIES_METRICS) {
      const isArea = /^(vus|pate)/.test(card.id);
      expect(card.definition.includes('oracle'), card.id).toBe(!isArea);
    }
  });
});

describe('metrics that noise does well on', () => {
  const incidents: readonly Rows[] = [[500, 699]];
  /** Twenty contenders that draw their scores, on a recording with one incident, a tenth of it. */
  const noise = Array.from({ length: 20 }, (_, i) => {
    const random = seededRandom(i + 1);
    return judgedScene({ scores: Array.from({ length: 2000 }, () => random()), incidents, threshold: 0.98 });
  });
  /** Quiet but for one row in the middle of the incident. */
  const luckyRow = [
    judgedScene({ scores: Array.from({ length: 2000 }, (_, row) => (row === 600 ? 1 : 0)), incidents }),
  ];
  const valueFor = (id: string, judged: readonly Judged[]) => {
    const value = computeMetric(metricById(id), judged);
    if (value.kind === 'undefined') throw new Error(`${id}: ${value.reason}`);
    return value.value;
  };
  const isGenerous = (id: string) =>
    valueFor(id, luckyRow) > 0.9 || valueFor(id, noise) > 1.8 * valueFor('standard-f1-strict', noise);

  it('each has a reason', () => {
    for (const reason of Object.values(INFLATING_METRICS)) expect(reason).not.toBe('');
  });

  it.each(Object.keys(INFLATING_METRICS))('%s: noise, or one lucky row of two hundred, comes out well', (id) => {
    expect(isGenerous(id)).toBe(true);
  });

  // ROC counts chance as one half, so noise has to come out there.
  const others = SERIES_METRICS.map(({ card }) => card.id).filter((id) => !(id in INFLATING_METRICS));
  it.each(others)('%s is not among them: neither does', (id) => {
    if (id.startsWith('vus-roc')) expect(valueFor(id, noise)).toBeLessThan(0.6);
    else expect(isGenerous(id)).toBe(false);
  });
});
