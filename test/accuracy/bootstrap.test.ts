import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoBlocks } from '../../src/accuracy/blocks.ts';
import { bootstrapMetric, percentileInterval, resampleWeights } from '../../src/accuracy/bootstrap.ts';
import { computeMetric, type Judged } from '../../src/accuracy/metric.ts';
import { METRICS, metricById } from '../../src/accuracy/metrics.ts';
import { seededRandom } from '../../src/chance.ts';
import { InputError } from '../../src/faults.ts';
import { judgedArbitrary, judgedScene, rowsOf } from './judged.ts';

const SETTINGS = { resamples: 200, seed: 7 };

/** Recordings with one incident each, detected in the share given, with some false alarms. */
function recordings(count: number, detectedRatio: number, seed = 3): Judged[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const drawing = `${random() < 0.5 ? '#' : '.'}...${random() < detectedRatio ? '.#..' : '....'}..`;
    return judgedScene({ scores: rowsOf(drawing), incidents: [[4, 7]], id: `r${i}` });
  });
}

describe('resampling', () => {
  it.each(METRICS.map((metric) => [metric.card.id, metric] as const))(
    '%s: counting a block k times is having it k times',
    (_, metric) => {
      fc.assert(
        fc.property(fc.array(fc.tuple(judgedArbitrary, fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 }), (list) => {
          const weights = Uint32Array.from(list, ([, weight]) => weight);
          const repeated = list.flatMap(([judged, weight]) => new Array<Judged>(weight).fill(judged));
          const weighted = metric.prepare(list.map(([judged]) => judged))(weights);
          const expected = computeMetric(metric, repeated);
          expect(weighted.kind).toBe(expected.kind);
          if (weighted.kind === 'defined' && expected.kind === 'defined') {
            expect(weighted.value).toBeCloseTo(expected.value, 9);
          }
        }),
        { seed: 20250106, numRuns: 100 },
      );
    },
  );

  it('every resample draws as many blocks as there are, and the seed decides which', () => {
    const weights = resampleWeights(12, SETTINGS);
    expect(weights).toHaveLength(200);
    for (const one of weights) expect(one.reduce((sum, weight) => sum + weight, 0)).toBe(12);
    expect(resampleWeights(12, SETTINGS)).toEqual(weights);
    expect(resampleWeights(12, { ...SETTINGS, seed: 8 })).not.toEqual(weights);
    expect(() => resampleWeights(12, { ...SETTINGS, seed: 0 })).toThrow(InputError);
  });

  it('the replicates of two contenders pair: the same contender twice differs by nothing', () => {
    const recall = metricById('event-recall');
    const one = bootstrapMetric(recall, recordings(12, 0.6), SETTINGS);
    const again = bootstrapMetric(recall, recordings(12, 0.6), SETTINGS);
    expect(again).toEqual(one);
  });

  it('pairing shrinks the spread of a difference: who is better everywhere is better in every resample', () => {
    const better = recordings(12, 0.6).map((judged, i) =>
      i % 2 === 0 ? judgedScene({ scores: rowsOf('....#.....'), incidents: [[4, 7]] }) : judged,
    );
    const recall = metricById('event-recall');
    const worse = bootstrapMetric(recall, recordings(12, 0.6), SETTINGS).replicates;
    bootstrapMetric(recall, better, SETTINGS).replicates.forEach((value, i) => {
      expect(value!).toBeGreaterThanOrEqual(worse[i]!);
    });
  });
});

describe('intervals', () => {
  it('the interval covers the figure and narrows with more recordings', () => {
    const width = (count: number) => {
      const { value } = bootstrapMetric(metricById('event-recall'), recordings(count, 0.6), SETTINGS);
      if (value.kind === 'undefined' || value.interval === undefined) throw new Error('expected an interval');
      expect(value.interval.method).toBe('block-bootstrap');
      expect(value.interval.low).toBeLessThanOrEqual(value.value);
      expect(value.interval.high).toBeGreaterThanOrEqual(value.value);
      return value.interval.high - value.interval.low;
    };
    expect(width(400)).toBeLessThan(width(20) / 2);
  });

  it('covers the true recall in about 95 of 100 worlds', () => {
    let covered = 0;
    for (let world = 1; world <= 200; world++) {
      const { value } = bootstrapMetric(metricById('event-recall'), recordings(40, 0.6, world), {
        resamples: 300,
        seed: world,
      });
      if (value.kind === 'defined' && value.interval && value.interval.low <= 0.6 && value.interval.high >= 0.6)
        covered++;
    }
    expect(covered).toBeGreaterThan(175);
    expect(covered).toBeLessThan(200);
  });

  it('is the quantiles of the replicates', () => {
    const replicates = Array.from({ length: 101 }, (_, i) => i / 100);
    const { low, high, ...rest } = percentileInterval(replicates, 0.9)!;
    expect([low, high]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.95, 12)]);
    expect(rest).toEqual({ level: 0.9, method: 'block-bootstrap' });
  });

  it('nothing missed ever: the exact interval stays, not one of width zero', () => {
    const { value } = bootstrapMetric(metricById('event-recall'), recordings(12, 1.1), SETTINGS);
    expect(value).toMatchObject({ kind: 'defined', value: 1, interval: { high: 1, method: 'clopper-pearson' } });
    if (value.kind === 'defined') expect(value.interval!.low).toBeCloseTo(0.7354, 4);
  });

  it('a metric without an exact interval then has none', () => {
    const { value } = bootstrapMetric(metricById('event-f1'), recordings(12, -1), SETTINGS);
    expect(value).toEqual({ kind: 'defined', value: 0 });
  });

  it('too few blocks or too many undefined resamples give no bootstrap interval', () => {
    const few = splitIntoBlocks(recordings(1, 1)[0]!, { blockMs: 1e9 });
    expect(bootstrapMetric(metricById('point-f1'), few, SETTINGS).value).not.toHaveProperty('interval');
    const oneWithIncident = [
      ...recordings(1, 1),
      ...Array.from({ length: 11 }, () => judgedScene({ scores: rowsOf('#....') })),
    ];
    const { value, replicates } = bootstrapMetric(metricById('point-f1'), oneWithIncident, SETTINGS);
    expect(replicates.filter((replicate) => replicate === null).length).toBeGreaterThan(20);
    expect(value).not.toHaveProperty('interval');
  });

  it('an undefined figure stays undefined, with its reason', () => {
    const { value, replicates } = bootstrapMetric(
      metricById('event-recall'),
      [judgedScene({ scores: rowsOf('#...') })],
      SETTINGS,
    );
    expect(value).toEqual({ kind: 'undefined', reason: 'there is no incident' });
    expect(new Set(replicates)).toEqual(new Set([null]));
  });
});
