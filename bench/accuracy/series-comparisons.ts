import { affiliationF1 } from '../../src/accuracy/affiliation/affiliation.ts';
import { rangeF1 } from '../../src/accuracy/range-based/range-f1.ts';
import { aucPr, aucRoc } from '../../src/accuracy/tsb-ad/auc.ts';
import { eventBasedF1 } from '../../src/accuracy/tsb-ad/event-based-f1.ts';
import { pointAdjustedF1 } from '../../src/accuracy/tsb-ad/point-adjusted-f1.ts';
import { vusPr } from '../../src/accuracy/vus/vus.ts';
import type { MetricValue } from '../../src/record/schema.ts';
import type { Comparison } from './comparison.ts';
import { runPeer } from './peer.ts';
import type { StoredSeries } from './synthetic-series.ts';

export const VUS_BUFFER = 100;

type Series = Pick<StoredSeries, 'labels' | 'scores'>;

/** One metric of a whole series: labels and scores in, one figure out. */
export interface SeriesJob {
  readonly name: string;
  /** Name in `bench/peers/series_metric.py`, and what else it takes. */
  readonly peer: readonly [string, ...string[]];
  readonly target: number | null;
  readonly figure: (series: Series) => number;
}

const value = (measured: MetricValue): number => {
  if (measured.kind === 'undefined') throw new Error(`the bench must have a figure: ${measured.reason}`);
  return measured.value;
};

export const SERIES_JOBS: readonly SeriesJob[] = [
  {
    name: `VUS-PR, W = ${VUS_BUFFER}`,
    peer: ['vus-pr', String(VUS_BUFFER)],
    target: 100,
    figure: ({ labels, scores }) => value(vusPr(labels, scores, { buffer: VUS_BUFFER })),
  },
  {
    name: 'affiliation F1',
    peer: ['affiliation-f1'],
    target: 500,
    figure: ({ labels, scores }) => value(affiliationF1(labels, scores)),
  },
  {
    name: 'range-based F1',
    peer: ['range-f1'],
    target: 50,
    figure: ({ labels, scores }) => value(rangeF1(labels, scores)),
  },
  {
    name: 'point-adjusted F1',
    peer: ['pa-f1'],
    target: 50,
    figure: ({ labels, scores }) => value(pointAdjustedF1(labels, scores)),
  },
  {
    name: 'event-based F1',
    peer: ['event-based-f1'],
    target: null,
    figure: ({ labels, scores }) => value(eventBasedF1(labels, scores)),
  },
  { name: 'AUC-ROC', peer: ['auc-roc'], target: null, figure: ({ labels, scores }) => value(aucRoc(labels, scores)) },
  { name: 'AUC-PR', peer: ['auc-pr'], target: null, figure: ({ labels, scores }) => value(aucPr(labels, scores)) },
];

export const seriesComparisons = (series: StoredSeries): Comparison[] =>
  SERIES_JOBS.map(({ name, peer: [metric, ...more], target, figure }) => ({
    name,
    target,
    ours: () => [figure(series)],
    peer: () => runPeer('series_metric', [metric, series.folder, ...more]),
  }));
