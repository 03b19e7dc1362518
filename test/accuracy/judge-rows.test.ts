import { describe, expect, it } from 'vitest';
import { judgeRows, type ScoredRows } from '../../src/accuracy/judge-rows.ts';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { METRICS, metricById } from '../../src/accuracy/metrics.ts';
import { InputError } from '../../src/faults.ts';

const faultsOf = (input: ScoredRows): string[] => {
  try {
    judgeRows(input);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ code, message }) => `${code} ${message}`);
  }
};
const value = (id: string, input: ScoredRows) => {
  const measured = computeMetric(metricById(id), [judgeRows(input)]);
  return measured.kind === 'defined' ? measured.value : measured.reason;
};

describe('plain arrays', () => {
  const input = { labels: [0, 0, 1, 1, 0, 1], scores: [0, 0.9, 0.1, 0.8, 0.2, 0.3], threshold: 0.5 };

  it('runs of ones are incidents, rows are a minute apart unless said otherwise', () => {
    const { incidents, timestampsMs } = judgeRows(input);
    expect(incidents.map(({ startMs, endMs }) => [startMs / 60_000, endMs / 60_000])).toEqual([
      [2, 3],
      [5, 5],
    ]);
    expect([...timestampsMs]).toEqual([0, 1, 2, 3, 4, 5].map((minute) => minute * 60_000));
    expect(value('time-to-detect', { ...input, labels: [0, 0, 1, 1, 0, 0], stepMs: 5000 })).toBe(5000);
  });

  it('any metric takes them', () => {
    expect(value('event-recall', input)).toBe(0.5);
    expect(value('event-precision', input)).toBe(0.5);
    expect(value('roc-auc', input)).toBeCloseTo(6 / 9 - 1 / 9, 12);
  });

  it('every fault at once, by row', () => {
    expect(
      faultsOf({ scores: [0, Number.NaN, Number.POSITIVE_INFINITY], labels: [0, 2], timestampsMs: [0, 1, 1] }),
    ).toEqual([
      'score/rows expected a label for each of the 3 scores, got 2',
      'score/label row 2: expected 0 or 1, got 2',
      'score/time row 3: the time does not rise',
      'score/nan row 2: expected a finite score, got none',
      'score/nan row 3: expected a finite score, got Infinity',
    ]);
    expect(faultsOf({ scores: [], labels: [] })).toEqual(['score/rows there is no row']);
  });

  it('rows without a score count as abstentions where asked', () => {
    const rows = {
      scores: [0, Number.NaN, Number.POSITIVE_INFINITY, 1],
      labels: [0, 1, 1, 0],
      nan: 'abstain',
    } as const;
    expect(value('abstention-ratio', rows)).toBe(0.5);
    expect(value('incidents-hidden-by-abstention', { ...rows, threshold: 2 })).toBe(1);
  });

  it.each<readonly [string, ScoredRows]>([
    ['no event', { scores: [0, 1, 0], labels: [0, 0, 0], threshold: 1 }],
    ['all events', { scores: [0, 1, 0], labels: [1, 1, 1], threshold: 1 }],
    ['constant scores', { scores: [1, 1, 1, 1], labels: [0, 1, 1, 0], threshold: 1 }],
    ['one row', { scores: [1], labels: [1], threshold: 1 }],
    ['one quiet row', { scores: [0], labels: [0], threshold: 1 }],
  ])('%s: every metric has a finite value or a reason', (_, rows) => {
    for (const metric of METRICS) {
      const measured = computeMetric(metric, [judgeRows(rows)]);
      if (measured.kind === 'defined') expect(Number.isFinite(measured.value), metric.card.id).toBe(true);
      else expect(measured.reason, metric.card.id).toMatch(/\w/);
    }
  });
});
