import type { MetricValue } from '../../record/schema.ts';
import { affiliation } from '../affiliation/affiliation.ts';
import type { Metric } from '../metric.ts';
import { pateF1 } from '../pate/pate.ts';
import { rangeF1OfPredictions } from '../range-based/range-f1.ts';
import { eventBasedF1OfPredictions } from '../tsb-ad/event-based-f1.ts';
import { pointAdjustedF1OfPredictions } from '../tsb-ad/point-adjusted-f1.ts';
import { AFFILIATION_SCALE, AFFILIATION_SOURCE } from './affiliation-metrics.ts';
import { PATE_SOURCE } from './pate-metrics.ts';
import { type SeriesCard, seriesMetric } from './series-metric.ts';

const AT_THRESHOLD =
  'Predicted are the rows at or above the threshold in use, which is not chosen on these labels. Strict.';
const NO_INCIDENT = 'no row lies in an incident';

const atThreshold = (card: SeriesCard, compute: (labels: Uint8Array, predicted: Uint8Array) => MetricValue): Metric =>
  seriesMetric({ ...card, definition: `${card.definition} ${AT_THRESHOLD}` }, ({ labels, predicted }) =>
    compute(labels, predicted),
  );

/** The benchmarks' figures without their oracle: what the threshold in use really reaches. */
export const AT_THRESHOLD_METRICS: readonly Metric[] = [
  atThreshold(
    {
      id: 'pa-f1-at-threshold',
      title: 'Point-adjusted F1 at the threshold',
      definition:
        'Point-wise F1 after one predicted row has made its whole incident predicted; 0 when nothing is predicted.',
      undefinedWhen: NO_INCIDENT,
      source: 'Xu et al., WWW 2018',
    },
    pointAdjustedF1OfPredictions,
  ),
  atThreshold(
    {
      id: 'tsb-event-f1-at-threshold',
      title: 'Event-based F1 of TSB-AD at the threshold',
      definition:
        'Harmonic mean of the share of incidents with a predicted row and point-wise precision; 0 when nothing is predicted.',
      undefinedWhen: NO_INCIDENT,
      source: 'Garg et al., IEEE TNNLS 33(6), 2022 (composite F-score)',
    },
    eventBasedF1OfPredictions,
  ),
  atThreshold(
    {
      id: 'range-f1-at-threshold',
      title: 'Range-based F1 at the threshold',
      definition: 'Range-based F1 in the setting of `range-f1`; 0 when nothing is predicted.',
      undefinedWhen: NO_INCIDENT,
      source: 'Tatbul et al., NeurIPS 2018',
    },
    rangeF1OfPredictions,
  ),
  atThreshold(
    {
      id: 'pate-f1-at-threshold',
      title: 'PATE-F1 at the threshold',
      definition: 'F1 of the weighted precision and recall of `pate`; 0 when nothing is predicted.',
      undefinedWhen: NO_INCIDENT,
      source: PATE_SOURCE,
    },
    (labels, predicted) => pateF1(labels, predicted, { mode: 'strict' }),
  ),
  ...(['precision', 'recall', 'f1'] as const).map((part) =>
    atThreshold(
      {
        id: `affiliation-${part}-at-threshold`,
        title: `Affiliation ${part === 'f1' ? 'F1' : part} at the threshold`,
        definition: `As \`affiliation-${part}\`. ${AFFILIATION_SCALE}`,
        undefinedWhen: part === 'recall' ? NO_INCIDENT : `${NO_INCIDENT}, or nothing is predicted`,
        source: AFFILIATION_SOURCE,
      },
      (labels, predicted) => affiliation(labels, predicted)[part],
    ),
  ),
];
