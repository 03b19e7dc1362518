import { describe, expect, it } from 'vitest';
import { computeMetric } from '../../src/accuracy/metric.ts';
import { metricById } from '../../src/accuracy/metrics.ts';
import { nabProfile } from '../../src/accuracy/nab/profiles.ts';
import { scoreCorpus } from '../../src/accuracy/nab/score-corpus.ts';
import { judgedScene, MINUTE_MS, type Rows, rowsOf, type Scene, START_MS } from './judged.ts';

const points = (drawing: string, scene: Omit<Scene, 'scores'> = {}, id = 'nab-standard') => {
  const measured = computeMetric(metricById(id), [judgedScene({ scores: rowsOf(drawing), ...scene })]);
  return measured.kind === 'defined' ? measured.value : measured.reason;
};

describe('NAB score of pages', () => {
  const profiles = [
    ['nab-standard', 'standard'],
    ['nab-low-fp', 'reward_low_FP_rate'],
    ['nab-low-fn', 'reward_low_FN_rate'],
  ] as const;

  it.each(profiles)('%s of one-row pages is the corpus score of the same rows', (id, profileId) => {
    const drawing = '#...#..#....#.....#........#..#..';
    const incidents: Rows[] = [
      [6, 11],
      [17, 18],
      [22, 25],
    ];
    const windows = incidents.map(([firstRow, lastRow]) => ({ firstRow, lastRow }));
    for (const fromRow of [0, 3]) {
      const series = { file: 'f', scores: Float64Array.from(rowsOf(drawing)), windows, probationRows: fromRow };
      const { normalised } = scoreCorpus([series], nabProfile(profileId), 1);
      expect(points(drawing, { incidents, fromRow }, id)).toBeCloseTo(normalised!, 12);
    }
  });

  it('silence is 0, paging on the first row of every incident and nothing else is 100', () => {
    expect(
      points('..........', {
        incidents: [
          [2, 4],
          [7, 8],
        ],
      }),
    ).toBe(0);
    expect(
      points('..#....#..', {
        incidents: [
          [2, 4],
          [7, 8],
        ],
      }),
    ).toBe(100);
  });

  it('one page is one detection, however long it is up', () => {
    expect(points('..###.....', { incidents: [[2, 4]] })).toBe(100);
    expect(points('##########', { incidents: [[2, 4]] })).toBeCloseTo(
      points('#.........', { incidents: [[2, 4]] }) as number,
      12,
    );
  });

  it('incidents that share a row are one window', () => {
    expect(
      points('..#.......', {
        incidents: [
          [2, 5],
          [5, 7],
        ],
      }),
    ).toBe(points('..#.......', { incidents: [[2, 7]] }));
  });

  it('repeated times mean their first row', () => {
    const minutes = [0, 1, 2, 2, 3, 4];
    const timestampsMs = minutes.map((minute) => START_MS + minute * MINUTE_MS);
    expect(points('..#...', { incidents: [[3, 4]], timestampsMs })).toBe(100);
  });

  it('without incidents there is no score', () => {
    expect(points('..#...')).toBe('there is no incident');
  });
});
