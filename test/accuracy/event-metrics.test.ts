import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeierMedian } from '../../src/accuracy/kaplan-meier.ts';
import { computeMetric, type Judged } from '../../src/accuracy/metric.ts';
import { metricById } from '../../src/accuracy/metrics.ts';
import { judgedArbitrary, judgedScene, MINUTE_MS, type Rows, rowsOf, type Scene, START_MS } from './judged.ts';

const measure = (id: string, drawing: string, scene: Omit<Scene, 'scores'> = {}) =>
  computeMetric(metricById(id), [judgedScene({ scores: rowsOf(drawing), ...scene })]);

const value = (id: string, drawing: string, scene: Omit<Scene, 'scores'> = {}) => {
  const measured = measure(id, drawing, scene);
  return measured.kind === 'defined' ? measured.value : measured.reason;
};

describe('pages and incidents', () => {
  // rows:             0123456789
  const drawing = '..#...##.#';
  const incidents: Rows[] = [
    [1, 3],
    [5, 6],
    [8, 8],
  ];

  it('a page is true when it goes out in an incident, an incident is detected when a page goes out in it', () => {
    expect(value('event-precision', drawing, { incidents })).toBe(2 / 3);
    expect(value('event-recall', drawing, { incidents })).toBe(2 / 3);
    expect(value('event-f1', drawing, { incidents })).toBeCloseTo(2 / 3, 15);
  });

  it('both ends of an incident belong to it', () => {
    for (const row of [2, 4]) {
      const oneRow = [...'......'].map((_, i) => (i === row ? '#' : '.')).join('');
      expect(value('event-recall', oneRow, { incidents: [[2, 4]] })).toBe(1);
    }
    expect(value('event-recall', '.#....', { incidents: [[2, 4]] })).toBe(0);
    expect(value('event-recall', '.....#', { incidents: [[2, 4]] })).toBe(0);
  });

  it('an alarm that was up already detects nothing, and neither does one the cool-down joined to an earlier page', () => {
    expect(value('event-recall', '.#####.', { incidents: [[3, 5]] })).toBe(0);
    expect(value('event-recall', '.#..#..', { incidents: [[3, 5]], cooldownRows: 4 })).toBe(0);
    expect(value('event-recall', '.#..#..', { incidents: [[3, 5]] })).toBe(1);
  });

  it('two pages in one incident are two true alerts and one detection', () => {
    expect(value('event-precision', '#.#.', { incidents: [[0, 3]] })).toBe(1);
    expect(value('event-recall', '#.#.', { incidents: [[0, 3]] })).toBe(1);
  });

  it('rows before the first counted one count for nothing', () => {
    const scene = {
      incidents: [
        [1, 2],
        [6, 8],
      ] as Rows[],
      fromRow: 4,
    };
    expect(value('event-recall', '.#....#..', scene)).toBe(1);
    expect(value('event-precision', '##....#..', scene)).toBe(1);
    expect(value('time-in-alarm', '##....#..', scene)).toBe(1 / 5);
    expect(value('abstention-ratio', '????..#.?', scene)).toBe(1 / 5);
  });

  it('silence in the face of incidents is F1 zero, and without incidents there is no F1', () => {
    expect(value('event-f1', '......', { incidents: [[2, 4]] })).toBe(0);
    expect(value('event-f1', '..#...')).toBe('there is no incident');
  });
});

describe('load on a person', () => {
  const dayOfMinutes = '.'.repeat(1440);
  const withPages = (rows: readonly number[]) =>
    [...dayOfMinutes].map((mark, row) => (rows.includes(row) ? '#' : mark)).join('');

  it('false alarms are counted per scored day, with an exact interval', () => {
    const measured = measure('false-alarms-per-day', withPages([10, 500, 900]), { incidents: [[890, 910]] });
    expect(measured).toMatchObject({ kind: 'defined', value: 2, interval: { method: 'poisson-exact' } });
  });

  it('no false alarm comes with its bound', () => {
    const measured = measure('false-alarms-per-day', dayOfMinutes);
    expect(measured).toMatchObject({ kind: 'defined', value: 0, interval: { low: 0 } });
    if (measured.kind === 'defined') expect(measured.interval!.high).toBeCloseTo(3.6889, 4);
  });

  it('a hole in the data is no watching time', () => {
    const timestampsMs = Array.from(
      { length: 1440 },
      (_, row) => START_MS + (row + (row >= 720 ? 10_080 : 0)) * MINUTE_MS,
    );
    const measured = measure('false-alarms-per-day', withPages([10]), { timestampsMs });
    expect(measured.kind === 'defined' && measured.value).toBeCloseTo(1440 / (1440 + 9), 12);
  });

  it('time in alarm counts rows of spans, not the pause that a cool-down bridges', () => {
    expect(value('time-in-alarm', '.##..#....', { cooldownRows: 5 })).toBe(0.3);
  });

  it('an alarm that was up before the first counted row is no page and is time in alarm', () => {
    expect(value('time-in-alarm', '########', { fromRow: 4 })).toBe(1);
    expect(value('time-in-alarm', '.####...', { fromRow: 3 })).toBe(2 / 5);
    expect(value('event-precision', '########', { fromRow: 4 })).toBe('no alert was raised');
  });

  it('look-alikes in which a page goes out are counted, and there is no figure without look-alikes', () => {
    expect(
      value('look-alikes-alerted', '..#.......', {
        benign: [
          [1, 3],
          [6, 7],
        ],
      }),
    ).toBe(0.5);
    expect(value('look-alikes-alerted', '..#.......')).toBe('the data name no benign event');
  });
});

describe('time to detect', () => {
  it('is the median time from the start of an incident to its first page', () => {
    const drawing = '#..........#.....#..';
    const incidents: Rows[] = [
      [0, 5],
      [8, 13],
      [15, 19],
    ];
    expect(value('time-to-detect', drawing, { incidents })).toBe(2 * MINUTE_MS);
  });

  it('a miss is censored when the incident ends, not dropped and not zero', () => {
    const missedOne = value('time-to-detect', '.#....#...', {
      incidents: [
        [0, 2],
        [4, 5],
        [6, 8],
      ],
    });
    expect(missedOne).toBe(1 * MINUTE_MS);
    const missedTwo = value('time-to-detect', '.#........', {
      incidents: [
        [0, 2],
        [4, 5],
        [6, 8],
      ],
    });
    expect(missedTwo).toBe('fewer than half of the incidents are detected, misses censored at their end');
    expect(value('time-to-detect', '....')).toBe('there is no incident');
  });

  it('for an incident that began before the first counted row the clock starts there', () => {
    expect(value('time-to-detect', '......#..', { incidents: [[1, 8]], fromRow: 4 })).toBe(2 * MINUTE_MS);
  });

  it('gives the median of the remission times of Freireich et al. (6-MP arm: 23 weeks)', () => {
    // Freireich et al., Blood 21 (1963): 21 patients, + censored. The classic example of the product-limit estimate.
    const weeks = '6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+'.split(' ');
    const waits = weeks.map((text) => ({ ms: Number.parseInt(text, 10), detected: !text.endsWith('+') }));
    expect(kaplanMeierMedian(waits)).toBe(23);
    expect(kaplanMeierMedian(waits, () => 3)).toBe(23);
  });

  it('agrees with the product-limit formula in exact fractions, weights included', () => {
    const wait = fc.record({
      ms: fc.nat({ max: 12 }),
      detected: fc.boolean(),
      count: fc.nat({ max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(wait, { maxLength: 14 }), (list) => {
        const sorted = [...list].sort((a, b) => a.ms - b.ms || Number(b.detected) - Number(a.detected));
        expect(kaplanMeierMedian(sorted, (i) => sorted[i]!.count)).toBe(productLimitMedian(sorted));
      }),
      { seed: 20250106, numRuns: 500 },
    );
  });
});

/** S(t) = product over event times of (n - d) / n, in whole numbers. */
function productLimitMedian(waits: readonly { ms: number; detected: boolean; count: number }[]): number | null {
  const total = (of: (wait: (typeof waits)[number]) => boolean) =>
    waits.filter(of).reduce((sum, { count }) => sum + count, 0);
  if (total(() => true) === 0) return null;
  let numerator = 1n;
  let denominator = 1n;
  for (const ms of [...new Set(waits.map((wait) => wait.ms))].sort((a, b) => a - b)) {
    const atRisk = total((wait) => wait.ms >= ms);
    const detected = total((wait) => wait.ms === ms && wait.detected);
    if (detected === 0) continue;
    numerator *= BigInt(atRisk - detected);
    denominator *= BigInt(atRisk);
    if (2n * numerator <= denominator) return ms;
  }
  return Number.POSITIVE_INFINITY;
}

describe('against slow transcriptions', () => {
  /** By the minute, from the definitions alone. */
  function slow(judged: Judged) {
    const goesOutIn = (event: { startMs: number; endMs: number }) =>
      judged.alerts.filter(({ startMs }) => event.startMs <= startMs && startMs <= event.endMs);
    const detected = judged.incidents.filter((incident) => goesOutIn(incident).length > 0).length;
    const trueOnes = new Set(judged.incidents.flatMap(goesOutIn)).size;
    const minutes = judged.timestampsMs.length - judged.fromRow;
    const rowsUp = [...judged.timestampsMs.keys()].filter(
      (row) =>
        row >= judged.fromRow &&
        [...judged.alreadyUp, ...judged.alerts].some(({ spans }) =>
          spans.some((span) => span.startRow <= row && row <= span.endRow),
        ),
    );
    return {
      'event-precision': trueOnes / judged.alerts.length,
      'event-recall': detected / judged.incidents.length,
      'false-alarms-per-day': (judged.alerts.length - trueOnes) / (minutes / 1440),
      'time-in-alarm': rowsUp.length / minutes,
      'look-alikes-alerted': judged.benign.filter((event) => goesOutIn(event).length > 0).length / judged.benign.length,
    };
  }

  it.each(Object.keys(slow(judgedScene({ scores: [0] }))))('%s', (id) => {
    let compared = 0;
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const expected = slow(judged)[id as keyof ReturnType<typeof slow>];
        const computed = computeMetric(metricById(id), [judged]);
        if (computed.kind === 'undefined') return Number.isNaN(expected);
        compared++;
        return Math.abs(computed.value - expected) <= 1e-12 * Math.max(1, expected);
      }),
      { seed: 20250106, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});
