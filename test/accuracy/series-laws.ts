import { SERIES_METRICS } from '../../src/accuracy/series-metrics/series-metrics.ts';
import { rowsOf, type Scene } from './judged.ts';

const draw = (drawing: string, scene: Omit<Scene, 'scores'> = {}): Scene => ({ scores: rowsOf(drawing), ...scene });
const ids = SERIES_METRICS.map(({ card }) => card.id);
const starting = (...beginnings: readonly string[]) => ids.filter((id) => beginnings.some((one) => id.startsWith(one)));
const failing = (names: readonly string[], scene: Scene) => Object.fromEntries(names.map((id) => [id, scene]));

/** Their thresholds are steps between the lowest and the highest score, so that they move when either does. */
const ON_GRID = [
  'pa-f1',
  'tsb-event-f1',
  'range-f1',
  ...starting('affiliation-').filter((id) => /-(precision|recall|f1)$/.test(id)),
];
/** An event found means more here when something is predicted near it. */
const BY_NEARNESS = starting('vus-', 'pate', 'affiliation-');

const quiet = new Array<number>(30).fill(0.1);

type Fails = Readonly<Record<string, Scene>>;

/** The metrics of whole series under each law of the table that some of them break, with a recording that shows it. */
export const SERIES_FAILS = {
  // 0.00001 in the denominator of F1; in 2022 no prediction could reach the positives of the whole buffer.
  perfect: {
    ...failing(['standard-f1', 'vus-pr-2022', 'vus-roc-2022'], draw('......', { incidents: [[2, 3]] })),
    // Where all is one incident the perfect score is constant, and the grid predicts nothing.
    ...failing(['pa-f1', 'tsb-event-f1', 'range-f1'], draw('....', { incidents: [[0, 3]] })),
  },

  falseAlarm: {
    ...failing(BY_NEARNESS, draw('......#', { incidents: [[0, 1]] })),
    // Further from the incident, yet at another best threshold.
    'affiliation-recall-strict': { scores: [2, 0, 0, 0, 0, 0, 0, 0, 0, 1], incidents: [[1, 2]] },
    // A false alarm that joins a false run to a true one leaves one run, mostly true.
    ...failing(starting('range-f1'), draw('###.#.', { incidents: [[0, 2]] })),
    // A false alarm above every score moves the grid, which then parts 50.95 from 50.05.
    ...failing(['pa-f1', 'tsb-event-f1'], {
      scores: [99, 0, 0, 50.95, 0, 0, ...new Array<number>(9).fill(50.05), 0],
      incidents: [
        [0, 0],
        [3, 3],
      ],
      threshold: 99,
    }),
  },

  oneMorePage: {
    // A page above every score moves the grid, which then no longer parts 0.9 from 0.1.
    ...failing(ON_GRID, {
      scores: [0, 0, 0.9, 0.9, ...quiet, 0.9, 0.9, ...quiet, 0.9, 0.9],
      incidents: [
        [0, 0],
        [2, 3],
        [34, 35],
        [66, 67],
      ],
      threshold: 2,
    }),
    // A second run in an incident halves what its cover is worth.
    'range-f1-strict': {
      scores: [0, 0, 0, 3, 3, 3, ...new Array<number>(24).fill(0)],
      incidents: [[0, 5]],
      threshold: 8,
    },
    ...failing(
      ['range-f1-at-threshold'],
      draw('........####..#.', {
        incidents: [
          [4, 9],
          [12, 13],
        ],
      }),
    ),
    // Found early on, an incident adds recall at thresholds of little precision.
    ...failing(
      ['vus-pr', 'vus-pr-strict'],
      draw('...#.........?...#', {
        incidents: [
          [0, 1],
          [4, 17],
        ],
        threshold: 2,
      }),
    ),
    pate: { scores: [0, 0, 0, 0, 0, 0, 3, 4, 0, 1, 2, 0], incidents: [[7, 9]], threshold: 6 },
    // The best threshold for F1 then gives up recall for precision.
    'affiliation-recall': { scores: [12, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0], incidents: [[1, 8]], threshold: 8 },
    'affiliation-recall-strict': draw('#....', { incidents: [[1, 3]] }),
  },

  silence: {
    // A constant score predicts everything at its only threshold, here also the rows that abstained.
    ...failing(
      [
        ...starting('standard-', 'vus-', 'pate', 'k-delay-', 'pa-k-'),
        ...ids.filter((id) => id.endsWith('-strict')),
      ].filter((id) => !id.endsWith('-at-threshold')),
      draw('?....#', { incidents: [[0, 0]] }),
    ),
  },

  // Every row of the incident lies in a predicted run.
  neverClears: failing(
    ['affiliation-recall-strict', 'affiliation-recall-at-threshold'],
    draw('......', { incidents: [[2, 3]] }),
  ),

  quietTime: {
    // Quiet rows are true negatives to one, zone or buffer to others, and at -1 they move the grid.
    ...failing(
      [...ON_GRID, ...starting('vus-roc', 'vus-pr-2022', 'pate', 'affiliation-')],
      draw('#..#', { incidents: [[1, 1]] }),
    ),
    'affiliation-recall-strict': {
      scores: [0, 6, 7, 0, 7, 10, 0, 11, 9, 9, 1, 6, 1, 10, 11, 0, 0],
      incidents: [[15, 16]],
    },
    ...failing(['vus-pr', 'vus-pr-strict'], draw('?...', { incidents: [[0, 2]] })),
  },

  risingTransform: {
    ...failing(ON_GRID, { scores: [1, 2, 5, 3, 12, 4], incidents: [[2, 3]], threshold: 3 }),
    pate: { scores: [0, 0, 0, 1, 2, 0, 0, 0, 0, 8, 0], incidents: [[0, 1]], threshold: 3 },
  },
} as const satisfies Readonly<Record<string, Fails>>;

/** All metrics of whole series but those that fail. */
export const seriesBut = (fails: Fails): string[] => ids.filter((id) => !(id in fails));
