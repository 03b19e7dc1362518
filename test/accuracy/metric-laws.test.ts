import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computeMetric, type Judged, type Metric } from '../../src/accuracy/metric.ts';
import { METRICS, metricById, needsThreshold } from '../../src/accuracy/metrics.ts';
import type { MetricValue } from '../../src/record/schema.ts';
import type { Alert } from '../../src/replay/alert-policy.ts';
import { judgedScene, MINUTE_MS, rowsOf, type Scene, sceneArbitrary } from './judged.ts';
import { SERIES_FAILS, seriesBut } from './series-laws.ts';

/**
 * What a reader may take for granted of a metric, and of which metrics. Every metric stands under every law: it holds
 * (tried on generated recordings), or it fails and a recording shows how, or the law asks for a direction and the metric
 * has none. A metric that is missing, or under the wrong heading, fails the test.
 */
interface Law {
  readonly law: string;
  /** Metrics the law asks "better or worse?" of although neither is. */
  readonly undirected: readonly string[];
  readonly holds: readonly string[];
  /** Metric → a recording on which the law breaks. */
  readonly fails: Readonly<Record<string, Scene>>;
  /** Null: the law says nothing about this recording (the value is undefined, there is no incident to find, ...). */
  readonly obeys: (metric: Metric, scene: Scene) => boolean | null;
}

const draw = (drawing: string, scene: Omit<Scene, 'scores'> = {}): Scene => ({ scores: rowsOf(drawing), ...scene });
const measure = (metric: Metric, judged: Judged): number | null => numberOf(computeMetric(metric, [judged]));
const numberOf = (value: MetricValue): number | null => (value.kind === 'defined' ? value.value : null);

const SLACK = 1e-9;
/** Positive: `after` is better than `before`. */
const gain = ({ card }: Metric, before: number, after: number): number =>
  card.better === 'lower' ? before - after : after - before;

/** Without a tolerance no page comes before its incident, so the best lead time is 0, though its range has no end. */
const bestOf = ({ card }: Metric): number => (card.better === 'lower' ? card.range[0] : card.range[1]) ?? 0;
const isQuiet = (judged: Judged, row: number) =>
  judged.labels[row] === 0 &&
  !judged.alerts.some(({ spans }) => spans.some((span) => span.startRow <= row && row <= span.endRow));

/** The same recording with one more page of one row, which also scores above everything else. */
function withPage(judged: Judged, row: number): Judged {
  const timeMs = judged.timestampsMs[row]!;
  const span = { startMs: timeMs, endMs: timeMs, startRow: row, endRow: row };
  const peakScore = 100;
  const page: Alert = { ...span, spans: [span], peakScore, peakRow: row, causes: [] };
  const scores = Float64Array.from(judged.scores);
  scores[row] = peakScore;
  return { ...judged, scores, alerts: [...judged.alerts, page].sort((a, b) => a.startRow - b.startRow) };
}

/** Compares the metric before and after a change; null where either is undefined or there was nothing to change. */
function compare(metric: Metric, scene: Scene, change: (judged: Judged) => Judged | null): number | null {
  const judged = judgedScene(scene);
  const changed = change(judged);
  if (changed === null) return null;
  const [before, after] = [measure(metric, judged), measure(metric, changed)];
  return before === null || after === null ? null : gain(metric, before, after);
}

const all = METRICS.map(({ card }) => card.id);
const allBut = (...ids: readonly string[]) => all.filter((id) => !ids.includes(id));
const mapped = (scene: Scene, scoreOf: (row: number, score: number) => number): Scene => ({
  ...scene,
  scores: scene.scores.map((score, row) => scoreOf(row, score)),
});
const insideAny = ({ incidents = [] }: Scene, row: number) =>
  incidents.some(([first, last]) => first <= row && row <= last);

const LAWS: readonly Law[] = [
  {
    law: 'who is up exactly during incidents, and went up in each, gets the best value there is',
    undirected: ['time-in-alarm', 'pages-per-day'],
    holds: allBut('time-in-alarm', 'pages-per-day', 'look-alikes-alerted', ...Object.keys(SERIES_FAILS.perfect)),
    // A look-alike may come at the same time as an incident; paging for the incident then pages in the look-alike too.
    fails: {
      'look-alikes-alerted': draw('..##..', { incidents: [[2, 3]], benign: [[1, 2]] }),
      ...SERIES_FAILS.perfect,
    },
    obeys: (metric, scene) => {
      // Incidents that touch would be one page, and one that began before the first counted row cannot be paged in time.
      const { incidents = [], fromRow = 0 } = scene;
      if (incidents.some(([first]) => first < fromRow || incidents.some(([, last]) => last + 1 === first))) return null;
      const value = measure(
        metric,
        judgedScene({ ...mapped(scene, (row) => (insideAny(scene, row) ? 1 : 0)), threshold: 1, cooldownRows: 0 }),
      );
      return value === null ? null : Math.abs(value - bestOf(metric)) < SLACK;
    },
  },
  {
    law: 'moving everything in time changes nothing',
    undirected: [],
    holds: all,
    fails: {},
    obeys: (metric, scene) => {
      const before = judgedScene(scene);
      const later = (ms: number) => ms + 86_400_000 * 365;
      const timestampsMs = [...before.timestampsMs].map(later);
      const [one, other] = [measure(metric, before), measure(metric, judgedScene({ ...scene, timestampsMs }))];
      return one === null || other === null ? one === other : Math.abs(one - other) < SLACK;
    },
  },
  {
    law: 'one more false alarm never helps',
    undirected: ['time-in-alarm', 'pages-per-day'],
    holds: allBut('time-in-alarm', 'pages-per-day', 'abstention-ratio', ...Object.keys(SERIES_FAILS.falseAlarm)),
    // A page on a row without a score needs a score.
    fails: { 'abstention-ratio': draw('??..#.', { incidents: [[4, 5]] }), ...SERIES_FAILS.falseAlarm },
    obeys: (metric, scene) => {
      const change = compare(metric, scene, (judged) => {
        const row = judged.timestampsMs.findIndex((_, at) => at >= judged.fromRow && isQuiet(judged, at));
        return row < 0 ? null : withPage(judged, row);
      });
      return change === null ? null : change <= SLACK;
    },
  },
  {
    law: 'paging for one more incident never hurts',
    undirected: ['time-in-alarm', 'pages-per-day'],
    holds: allBut('time-in-alarm', 'pages-per-day', 'look-alikes-alerted', ...Object.keys(SERIES_FAILS.oneMorePage)),
    fails: {
      'look-alikes-alerted': draw('......', { incidents: [[2, 3]], benign: [[1, 2]] }),
      ...SERIES_FAILS.oneMorePage,
    },
    obeys: (metric, scene) => {
      const change = compare(metric, scene, (judged) => {
        const up = [...judged.alreadyUp, ...judged.alerts];
        const missed = judged.incidents.find(
          ({ startMs, endMs }) => !up.some((alert) => alert.startMs <= endMs && alert.endMs >= startMs),
        );
        const row = missed === undefined ? -1 : judged.timestampsMs.indexOf(missed.startMs);
        return row < judged.fromRow ? null : withPage(judged, row);
      });
      return change === null ? null : change >= -SLACK;
    },
  },
  {
    law: 'saying nothing at all is never better than what was said',
    undirected: ['time-in-alarm', 'pages-per-day'],
    holds: [
      'event-precision',
      'event-recall',
      'event-f1',
      'alerts-per-incident',
      'time-to-detect',
      'lead-time',
      'exathlon-ad1',
      'exathlon-ad2',
      'exathlon-ad3',
      'exathlon-ad4',
      'point-precision',
      'point-recall',
      'point-f1',
      'mcc',
      ...seriesBut(SERIES_FAILS.silence),
    ],
    // Silence pages nobody wrongly and abstains from nothing; NAB puts it at 0 and noise below; ranks call it chance.
    fails: {
      ...SERIES_FAILS.silence,
      'false-alarms-per-day': draw('.#....', { incidents: [[3, 4]] }),
      'false-alarms-per-series': draw('.#....', { incidents: [[3, 4]] }),
      'cost-per-day': draw('.#....', { incidents: [[3, 4]] }),
      'incidents-hidden-by-abstention': draw('...?..', { incidents: [[3, 4]] }),
      'look-alikes-alerted': draw('.#....', { benign: [[1, 2]] }),
      'abstention-ratio': draw('.?....'),
      'roc-auc': draw('##....', { incidents: [[3, 4]] }),
      'average-precision': { scores: [0, 0, 0, -1, -2, 0], incidents: [[3, 4]] },
      'nab-standard': draw('.#.#..', { incidents: [[5, 5]] }),
      'nab-low-fp': draw('.#.#..', { incidents: [[5, 5]] }),
      'nab-low-fn': draw('.#.#..', { incidents: [[5, 5]] }),
    },
    obeys: (metric, scene) => {
      const said = measure(metric, judgedScene(scene));
      const silent = measure(metric, judgedScene(mapped(scene, () => 0)));
      if (said === null) return null;
      return silent === null || gain(metric, said, silent) <= SLACK;
    },
  },
  {
    law: 'an alarm that never clears is not the best there is, where there is a quiet row before the first incident',
    undirected: ['time-in-alarm', 'pages-per-day'],
    holds: [
      'event-precision',
      'event-recall',
      'event-f1',
      'alerts-per-incident',
      'time-to-detect',
      'lead-time',
      'cost-per-day',
      'exathlon-ad1',
      'exathlon-ad2',
      'exathlon-ad3',
      'exathlon-ad4',
      'point-precision',
      'point-f1',
      'mcc',
      'roc-auc',
      'average-precision',
      'nab-standard',
      'nab-low-fp',
      'nab-low-fn',
      ...seriesBut(SERIES_FAILS.neverClears),
    ],
    // Up from before the first counted row on, it pages nobody.
    fails: {
      ...SERIES_FAILS.neverClears,
      'false-alarms-per-day': draw('......', { incidents: [[4, 5]], fromRow: 2 }),
      'false-alarms-per-series': draw('......', { incidents: [[4, 5]], fromRow: 2 }),
      'incidents-hidden-by-abstention': draw('......', { incidents: [[2, 3]] }),
      'point-recall': draw('......', { incidents: [[2, 3]] }),
      'abstention-ratio': draw('......', { incidents: [[2, 3]] }),
      'look-alikes-alerted': draw('......', { incidents: [[2, 3]], benign: [[4, 5]] }),
    },
    obeys: (metric, scene) => {
      const { incidents = [], fromRow = 0 } = scene;
      if (incidents.length === 0 || incidents.some(([first]) => first <= fromRow)) return null;
      const value = measure(metric, judgedScene({ ...mapped(scene, () => 1), threshold: 1 }));
      return value === null || gain(metric, bestOf(metric), value) < -SLACK;
    },
  },
  {
    law: 'quiet time added at the end, rightly passed over in silence, changes nothing',
    undirected: [],
    holds: [
      'event-precision',
      'event-recall',
      'event-f1',
      'alerts-per-incident',
      'time-to-detect',
      'lead-time',
      'false-alarms-per-series',
      'incidents-hidden-by-abstention',
      'exathlon-ad1',
      'exathlon-ad2',
      'exathlon-ad3',
      'exathlon-ad4',
      'look-alikes-alerted',
      'point-precision',
      'point-recall',
      'point-f1',
      'average-precision',
      'nab-standard',
      'nab-low-fp',
      'nab-low-fn',
      ...seriesBut(SERIES_FAILS.quietTime),
    ],
    // Rates over time and figures that credit rightly quiet rows depend on how much quiet there is.
    fails: {
      ...SERIES_FAILS.quietTime,
      'false-alarms-per-day': draw('.#....'),
      'pages-per-day': draw('.#....'),
      'cost-per-day': draw('.#....'),
      'time-in-alarm': draw('.#....'),
      'abstention-ratio': draw('.?....'),
      mcc: draw('.##...', { incidents: [[2, 3]] }),
      'roc-auc': draw('.##...', { incidents: [[2, 3]] }),
    },
    obeys: (metric, scene) => {
      // Scores of -1 rank below everything; an alert that was up at the end would be joined by nothing.
      const longer = { ...scene, scores: [...scene.scores, ...new Array<number>(20).fill(-1)] };
      const [one, other] = [measure(metric, judgedScene(scene)), measure(metric, judgedScene(longer))];
      return one === null || other === null ? null : Math.abs(one - other) < SLACK;
    },
  },
  {
    law: 'a rising transform of scores and threshold changes nothing',
    undirected: [],
    holds: allBut(...Object.keys(SERIES_FAILS.risingTransform)),
    fails: SERIES_FAILS.risingTransform,
    obeys: (metric, scene) => {
      const rising = (score: number) => Math.exp(score);
      const { threshold = 1 } = scene;
      const transformed = { ...mapped(scene, (_, score) => rising(score)), threshold: rising(threshold) };
      const [one, other] = [measure(metric, judgedScene(scene)), measure(metric, judgedScene(transformed))];
      return one === null || other === null ? null : Math.abs(one - other) < SLACK;
    },
  },
];

describe.each(LAWS)('$law', ({ holds, fails, undirected, obeys }) => {
  it('every metric stands under exactly one heading', () => {
    expect([...holds, ...Object.keys(fails), ...undirected].sort()).toEqual([...all].sort());
    for (const id of undirected) expect(metricById(id).card.better).toBe('neither');
  });

  it.each(holds)('holds for %s', (id) => {
    let spoke = 0;
    fc.assert(
      fc.property(sceneArbitrary, (scene) => {
        const answer = obeys(metricById(id), scene);
        if (answer !== null) spoke++;
        return answer !== false;
      }),
      { seed: 20250106, numRuns: 250 },
    );
    expect(spoke).toBeGreaterThan(15);
  });

  it.each(Object.entries(fails))('fails for %s, and here is how', (id, witness) => {
    expect(obeys(metricById(id), witness)).toBe(false);
  });
});

describe('cards', () => {
  it('ids are unique and the card says what it must', () => {
    expect(new Set(all).size).toBe(METRICS.length);
    for (const { card } of METRICS) {
      expect(card.version).toBeGreaterThanOrEqual(1);
      for (const key of ['title', 'unit', 'definition', 'undefinedWhen', 'source'] as const)
        expect(card[key]).not.toBe('');
    }
  });

  it('values stay inside the range of the card', () => {
    fc.assert(
      fc.property(sceneArbitrary, (scene) => {
        for (const metric of METRICS) {
          const value = measure(metric, judgedScene(scene));
          const [low, high] = metric.card.range;
          if (value === null) continue;
          expect(value).toBeGreaterThanOrEqual((low ?? Number.NEGATIVE_INFINITY) - SLACK);
          expect(value).toBeLessThanOrEqual((high ?? Number.POSITIVE_INFINITY) + SLACK);
        }
      }),
      { seed: 20250106, numRuns: 200 },
    );
  });

  it('what needs no threshold does not look at threshold or alerts', () => {
    fc.assert(
      fc.property(sceneArbitrary, (scene) => {
        for (const metric of METRICS.filter((one) => !needsThreshold(one))) {
          const judged = judgedScene(scene);
          expect(computeMetric(metric, [{ ...judged, threshold: -1, alerts: [] }])).toEqual(
            computeMetric(metric, [judged]),
          );
        }
      }),
      { seed: 20250106, numRuns: 50 },
    );
  });

  it('an unknown id is refused with the known ones', () => {
    expect(() => metricById('f1')).toThrow(/there is no metric "f1".*\n.*event-f1/);
  });

  it('a minute more of delay is a minute more', () => {
    const at = (row: number) =>
      measure(
        metricById('time-to-detect'),
        judgedScene(mapped(draw('..........', { incidents: [[2, 9]] }), (r) => (r === row ? 1 : 0))),
      );
    expect([at(2), at(5), at(9)]).toEqual([0, 3 * MINUTE_MS, 7 * MINUTE_MS]);
  });
});
