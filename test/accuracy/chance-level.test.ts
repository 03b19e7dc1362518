import { describe, expect, it } from 'vitest';
import { chanceLevel } from '../../src/accuracy/chance-level.ts';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { metricById } from '../../src/accuracy/metrics.ts';
import { judgedScene } from './judged.ts';

const SETTINGS = { seed: 11, draws: 30 };

/** A contender that is right about every row of both incidents, and abstains on the first rows. */
const perfect = judgedScene({
  scores: Array.from({ length: 1000 }, (_, row) =>
    row < 20 ? Number.NaN : (row >= 300 && row < 350) || (row >= 700 && row < 750) ? 2 : (row % 7) / 10,
  ),
  incidents: [
    [300, 349],
    [700, 749],
  ],
});

const level = (id: string) => {
  const value = chanceLevel(metricById(id), [perfect], SETTINGS);
  return value.kind === 'defined' ? value.value : Number.NaN;
};

describe('what the same scores reach in random order', () => {
  it('is one half for ROC, the share of incident rows for precision, and near 1 for point adjustment', () => {
    expect(level('roc-auc')).toBeCloseTo(0.5, 1);
    expect(level('point-precision')).toBeCloseTo(0.1, 1);
    expect(level('pa-f1-at-threshold')).toBeGreaterThan(0.6);
  });

  it('as many rows abstain and as many are predicted as before', () => {
    expect(level('abstention-ratio')).toBeCloseTo(0.02, 12);
    const recall = level('point-recall');
    expect(recall).toBeCloseTo(level('point-precision'), 9); // 100 rows are predicted and 100 are true
  });

  it('depends on the seed alone, and leaves the scores as they were', () => {
    const before = perfect.scores.slice();
    expect(level('vus-pr')).toBe(level('vus-pr'));
    expect(chanceLevel(metricById('vus-pr'), [perfect], { ...SETTINGS, seed: 12 })).not.toEqual(
      chanceLevel(metricById('vus-pr'), [perfect], SETTINGS),
    );
    expect(perfect.scores).toEqual(before);
    expect(computeMetric(metricById('point-f1'), [perfect])).toEqual({ kind: 'defined', value: 1 });
  });

  it('is undefined where the metric is', () => {
    const quiet = judgedScene({ scores: [1, 2, 3] });
    expect(chanceLevel(metricById('pa-f1'), [quiet], SETTINGS)).toMatchObject({ kind: 'undefined' });
  });
});
