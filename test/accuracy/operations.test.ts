import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoBlocks } from '../../src/accuracy/blocks.ts';
import { bootstrapMetric } from '../../src/accuracy/bootstrap.ts';
import { costPerDay } from '../../src/accuracy/cost-per-day.ts';
import type { CostTable } from '../../src/accuracy/cost-table.ts';
import { computeMetric, type Judged, type Metric } from '../../src/accuracy/metric.ts';
import { METRICS, metricById } from '../../src/accuracy/metrics.ts';
import { stateTolerance, WITH_TOLERANCE } from '../../src/accuracy/tolerance.ts';
import { InputError } from '../../src/faults.ts';
import { judgedArbitrary, judgedScene, MINUTE_MS, type Rows, rowsOf, type Scene } from './judged.ts';

const SEEDED = { seed: 20250106, numRuns: 400 };
const numberOf = (metric: Metric, blocks: readonly Judged[]) => {
  const value = computeMetric(metric, blocks);
  return value.kind === 'defined' ? value.value : value.reason;
};
const scene = (drawing: string, rest: Omit<Scene, 'scores'> = {}) => judgedScene({ scores: rowsOf(drawing), ...rest });
const value = (id: string, judged: Judged) => numberOf(metricById(id), [judged]);
const widened = (judged: Judged, before: number, after: number): Judged => ({
  ...judged,
  tolerance: { beforeMs: before * MINUTE_MS, afterMs: after * MINUTE_MS },
});
/** Recordings with a tolerance of zero to four minutes on either side. */
const tolerant = fc
  .record({ judged: judgedArbitrary, before: fc.nat({ max: 4 }), after: fc.nat({ max: 4 }) })
  .map(({ judged, before, after }) => widened(judged, before, after));

describe('tolerance before and after an incident', () => {
  const incidents: Rows[] = [[4, 5]];
  it('counts a page that goes out so long before the start or after the end, and none that is a row further', () => {
    const early = scene('..#.......', { incidents });
    expect(value('event-f1', early)).toBe(0);
    expect(value('event-f1', widened(early, 1, 9))).toBe(0);
    expect(value('event-f1', widened(early, 2, 0))).toBe(1);
    const late = scene('.......#..', { incidents });
    expect(value('event-recall', widened(late, 9, 1))).toBe(0);
    expect(value('event-recall', widened(late, 0, 2))).toBe(1);
    expect(value('false-alarms-per-series', widened(late, 0, 2))).toBe(0);
  });

  it('widens incidents alone: a page before a deploy is not because of it', () => {
    const judged = widened(scene('..#...', { benign: [[3, 4]] }), 3, 3);
    expect(value('look-alikes-alerted', judged)).toBe(0);
  });

  it('the card says the tolerance in use, and stays as it is where the metric has none', () => {
    const tolerance = { beforeMs: 5 * MINUTE_MS, afterMs: 0 };
    const { card } = metricById('event-f1');
    expect(stateTolerance(card, tolerance).definition).toContain('Incidents are widened by 5m before and 0s after.');
    expect(stateTolerance(card, undefined)).toBe(card);
    for (const metric of METRICS) {
      const speaks = metric.card.definition.includes(WITH_TOLERANCE);
      const differs = stateTolerance(metric.card, tolerance).definition !== metric.card.definition;
      expect(differs, metric.card.id).toBe(speaks);
    }
  });

  it('every metric that a tolerance moves says so in its card', () => {
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        for (const metric of METRICS.filter(({ card }) => !card.definition.includes(WITH_TOLERANCE))) {
          const [narrow, wide] = [numberOf(metric, [judged]), numberOf(metric, [widened(judged, 3, 3)])];
          expect(wide, metric.card.id).toEqual(narrow);
        }
      }),
      { ...SEEDED, numRuns: 60 },
    );
  });

  it('widening never loses an incident nor makes a false alarm', () => {
    fc.assert(
      fc.property(judgedArbitrary, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (judged, before, after) => {
        for (const [id, sign] of [
          ['event-recall', 1],
          ['event-precision', 1],
          ['false-alarms-per-series', -1],
        ] as const) {
          const [narrow, wide] = [value(id, judged), value(id, widened(judged, before, after))];
          if (typeof narrow === 'number') expect(sign * ((wide as number) - narrow)).toBeGreaterThanOrEqual(0);
        }
      }),
      SEEDED,
    );
  });

  it('a page before the start leads by that much, one after it trails, and both are detected without delay at best', () => {
    const early = widened(scene('..#.......', { incidents }), 3, 0);
    expect(value('lead-time', early)).toBe(2 * MINUTE_MS);
    expect(value('time-to-detect', early)).toBe(0);
    expect(value('lead-time', scene('.....#....', { incidents }))).toBe(-MINUTE_MS);
    expect(value('lead-time', scene('..........', { incidents }))).toContain('fewer than half');
  });
});

describe('alerts per incident', () => {
  it('is the mean over detected incidents alone', () => {
    const judged = scene('#.#.#...#.....', {
      incidents: [
        [0, 5],
        [8, 9],
        [11, 12],
      ],
    });
    expect(value('alerts-per-incident', judged)).toBe(2);
    expect(value('alerts-per-incident', scene('#.....', { incidents: [[2, 3]] }))).toBe('no incident is detected');
  });
});

describe('pages, false alarms and series', () => {
  it('counts pages after the cool-down, right and wrong, per scored day', () => {
    const day = [...'.'.repeat(1440)].map((mark, row) => ([3, 5, 700, 1400].includes(row) ? '#' : mark)).join('');
    const incidents: Rows[] = [[695, 705]];
    expect(value('pages-per-day', scene(day, { incidents }))).toBe(4);
    expect(value('pages-per-day', scene(day, { incidents, cooldownRows: 5 }))).toBe(3);
    const measured = computeMetric(metricById('false-alarms-per-series'), [scene(day, { incidents }), scene('....')]);
    expect(measured).toMatchObject({ kind: 'defined', value: 1.5, interval: { method: 'poisson-exact' } });
  });

  it('stretches of one recording are one series between them', () => {
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const [whole, blocks] = [
          numberOf(metricById('false-alarms-per-series'), [judged]),
          numberOf(metricById('false-alarms-per-series'), splitIntoBlocks(judged, { blockMs: 7 * MINUTE_MS })),
        ];
        expect(blocks).toBeCloseTo(whole as number, 9);
      }),
      SEEDED,
    );
  });
});

describe('what abstaining hid', () => {
  const incidents: Rows[] = [
    [1, 3],
    [6, 8],
  ];
  it('a missed incident with an abstained row; not one that was paged all the same, nor one fully scored', () => {
    expect(value('incidents-hidden-by-abstention', scene('..?.......', { incidents }))).toBe(0.5);
    expect(value('incidents-hidden-by-abstention', scene('..?#......', { incidents }))).toBe(0);
    expect(value('incidents-hidden-by-abstention', scene('....??....', { incidents }))).toBe(0);
    expect(value('incidents-hidden-by-abstention', scene('?????'))).toBe('there is no incident');
  });
});

describe('cost per day', () => {
  const costs: CostTable = { missedIncident: 100, falsePage: 3, repeatedPage: 1, undetectedHour: 60 };
  it('adds misses, false pages, repeated pages and undetected time by the table', () => {
    const day = (pages: readonly number[]) =>
      scene([...'.'.repeat(1440)].map((_, row) => (pages.includes(row) ? '#' : '.')).join(''), {
        incidents: [
          [100, 129],
          [500, 509],
        ],
      });
    // Nothing: two misses, 29 and 9 minutes undetected at one a minute.
    expect(numberOf(costPerDay(costs), [day([])])).toBeCloseTo(200 + 29 + 9, 9);
    // First incident after 10 minutes and again later; one false page; the second missed.
    expect(numberOf(costPerDay(costs), [day([20, 110, 120])])).toBeCloseTo(3 + 10 + 1 + 100 + 9, 9);
  });

  it('says its table in its card, and refuses a cost below zero, all of them at once', () => {
    expect(costPerDay(costs).card.definition).toContain(
      'missedIncident 100, falsePage 3, repeatedPage 1, undetectedHour 60',
    );
    try {
      costPerDay({ ...costs, falsePage: -1, undetectedHour: Number.NaN });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect((error as InputError).faults.map(({ message }) => message)).toEqual([
        'the cost falsePage is a number from 0, got -1',
        'the cost undetectedHour is a number from 0, got NaN',
      ]);
    }
  });
});

/** Straight from the definitions, one row and one page at a time. */
function slow(judged: Judged) {
  const { timestampsMs, fromRow, scores, incidents, alerts } = judged;
  const { beforeMs, afterMs } = judged.tolerance ?? { beforeMs: 0, afterMs: 0 };
  const firstMs = timestampsMs[fromRow]!;
  const pagesIn = (incident: { startMs: number; endMs: number }) =>
    alerts.filter(({ startMs }) => incident.startMs - beforeMs <= startMs && startMs <= incident.endMs + afterMs);
  const pages = incidents.map((incident) => pagesIn(incident).length);
  const falsePages = alerts.filter((alert) => !incidents.some((incident) => pagesIn(incident).includes(alert))).length;
  const hidden = incidents.filter(
    (incident, i) =>
      pages[i] === 0 &&
      [...scores.keys()].some(
        (row) =>
          row >= fromRow &&
          Number.isNaN(scores[row]) &&
          timestampsMs[row]! >= incident.startMs &&
          timestampsMs[row]! <= incident.endMs,
      ),
  ).length;
  const days = ((scores.length - fromRow) * MINUTE_MS) / 86_400_000;
  const cost = incidents.reduce((sum, incident, i) => {
    const start = Math.max(incident.startMs, firstMs);
    const until = pages[i]! > 0 ? Math.max(start, pagesIn(incident)[0]!.startMs) : incident.endMs;
    const hours = Math.max(0, until - start) / 3_600_000;
    return sum + hours + (pages[i] === 0 ? 10 : 0.2 * (pages[i]! - 1));
  }, falsePages);
  const detected = pages.filter((count) => count > 0);
  return {
    'alerts-per-incident': detected.length === 0 ? null : detected.reduce((a, b) => a + b, 0) / detected.length,
    'false-alarms-per-series': falsePages,
    'pages-per-day': alerts.length / days,
    'incidents-hidden-by-abstention': incidents.length === 0 ? null : hidden / incidents.length,
    'cost-per-day': cost / days,
  };
}

/** Exathlon's range-based recall and precision, row by row, on sets of rows. */
function slowExathlon(judged: Judged, level: 1 | 2 | 3 | 4): number | null {
  const { timestampsMs, fromRow, incidents } = judged;
  const rows = [...timestampsMs.keys()].filter((row) => row >= fromRow);
  const real = incidents.map(({ startMs, endMs }) =>
    rows.filter((row) => timestampsMs[row]! >= startMs && timestampsMs[row]! <= endMs),
  );
  const alarms = [...judged.alreadyUp, ...judged.alerts]
    .flatMap(({ spans }) => spans)
    .map((span) => rows.filter((row) => row >= span.startRow && row <= span.endRow))
    .filter((alarm) => alarm.length > 0);
  const shared = (a: readonly number[], b: readonly number[]) => a.filter((row) => b.includes(row));
  const touches = (a: readonly number[], others: readonly (readonly number[])[]) =>
    others.filter((other) => shared(a, other).length > 0);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const flat = (range: readonly number[], others: readonly (readonly number[])[]) =>
    sum(others.map((other) => shared(range, other).length / range.length));
  const front = (range: readonly number[], others: readonly (readonly number[])[]) => {
    if (range.length === 1) return flat(range, others);
    const weights = range.map((_, i) => range.length - 1 - i);
    return sum(
      others.map((other) => {
        const common = shared(range, other);
        if (common.length === 0) return 0;
        const got = sum(common.map((row) => weights[range.indexOf(row)]!));
        const best = sum(weights.slice(0, common.length));
        return ((common.length / range.length) * got) / best;
      }),
    );
  };
  if (incidents.length === 0) return null;
  const recalls = real.map((incident) => {
    if (incident.length === 0) return 0;
    if (level === 1) return touches(incident, alarms).length > 0 ? 1 : 0;
    if (level === 2) return flat(incident, alarms);
    return level === 4 && touches(incident, alarms).length > 1 ? 0 : front(incident, alarms);
  });
  const precisions = alarms.map((alarm) => (level === 4 && touches(alarm, real).length > 1 ? 0 : flat(alarm, real)));
  const [recall, precision] = [sum(recalls) / real.length, alarms.length === 0 ? 1 : sum(precisions) / alarms.length];
  return recall + precision === 0 ? 0 : (2 * recall * precision) / (recall + precision);
}

describe('against slow transcriptions', () => {
  const ids = Object.keys(slow(judgedScene({ scores: [0, 0] })));
  it.each(ids)('%s', (id) => {
    fc.assert(
      fc.property(tolerant, (judged) => {
        const expected = slow(judged)[id as keyof ReturnType<typeof slow>];
        const got = value(id, judged);
        if (expected === null) expect(got).toBeTypeOf('string');
        else expect(got).toBeCloseTo(expected, 9);
      }),
      SEEDED,
    );
  });

  it.each([1, 2, 3, 4] as const)('Exathlon AD%i', (level) => {
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const expected = slowExathlon(judged, level);
        const got = value(`exathlon-ad${level}`, judged);
        if (expected === null) expect(got).toBe('there is no incident');
        else expect(got).toBeCloseTo(expected, 9);
      }),
      SEEDED,
    );
  });

  it('no sum depends on how the recording is cut, Exathlon levels among them', () => {
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const blocks = splitIntoBlocks(judged, { blockMs: 9 * MINUTE_MS });
        for (const { card } of METRICS.filter((metric) => /exathlon|per-|hidden|lead/.test(metric.card.id))) {
          const [whole, cut] = [numberOf(metricById(card.id), [judged]), numberOf(metricById(card.id), blocks)];
          if (typeof whole === 'number') expect(cut, card.id).toBeCloseTo(whole, 9);
          else expect(cut, card.id).toBe(whole);
        }
      }),
      SEEDED,
    );
  });
});

describe("Exathlon's ladder", () => {
  it('each level asks for more: existence, overlap, early overlap, exactly once', () => {
    const incidents: Rows[] = [[2, 6]];
    const levels = (drawing: string) =>
      [1, 2, 3, 4].map((level) => value(`exathlon-ad${level}`, scene(drawing, { incidents })));
    const f1 = (recall: number) => (2 * recall) / (1 + recall);
    // Two of five rows at the end: weights 4 3 2 1 0, the last two are worth 1 of the best possible 7.
    expect(levels('.....##...')).toEqual(
      [1, f1(0.4), f1((0.4 * 1) / 7), f1((0.4 * 1) / 7)].map((x) => expect.closeTo(x as number, 12)),
    );
    expect(levels('..#.#.....')[3]).toBe(0);
    expect(levels('..#####...')).toEqual([1, 1, 1, 1]);
  });

  it('levels never rise from AD1 to AD4', () => {
    fc.assert(
      fc.property(judgedArbitrary, (judged) => {
        const [one, two, three, four] = [1, 2, 3, 4].map((level) => value(`exathlon-ad${level}`, judged));
        if (typeof one !== 'number') return;
        expect(two as number).toBeLessThanOrEqual(one + 1e-12);
        expect(three as number).toBeLessThanOrEqual((two as number) + 1e-12);
        expect(four as number).toBeLessThanOrEqual((three as number) + 1e-12);
      }),
      SEEDED,
    );
  });
});

describe('every metric at the edges of its input', () => {
  const edges: readonly (readonly [string, Judged])[] = [
    ['no incident', scene('.#..#.')],
    ['all rows in one incident', scene('.#..#.', { incidents: [[0, 5]] })],
    ['constant scores, all over the threshold', scene('######', { incidents: [[2, 3]] })],
    ['constant scores, none over', scene('......', { incidents: [[2, 3]] })],
    ['one row, quiet', scene('.')],
    ['one row, in an incident and paged', scene('#', { incidents: [[0, 0]] })],
    ['nothing but abstentions', scene('??????', { incidents: [[2, 3]] })],
  ];
  it.each(edges)('%s: a finite value or a reason, with and without resampling', (_, judged) => {
    for (const metric of METRICS) {
      const { value: measured } = bootstrapMetric(metric, [judged], { resamples: 20, seed: 1 });
      expect(measured).toEqual(computeMetric(metric, [judged]));
      if (measured.kind === 'undefined') expect(measured.reason, metric.card.id).not.toBe('');
      else expect(Number.isFinite(measured.value), metric.card.id).toBe(true);
    }
  });
});
