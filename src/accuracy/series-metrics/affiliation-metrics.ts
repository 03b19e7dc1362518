import { type Affiliation, bestAffiliation } from '../affiliation/affiliation.ts';
import type { Metric } from '../metric.ts';
import type { Mode } from '../series/mode.ts';
import { GRID, ORACLE } from './best-f1-metrics.ts';
import { seriesMetric } from './series-metric.ts';

const PARTS: Readonly<Record<keyof Affiliation, { readonly title: string; readonly definition: string }>> = {
  precision: {
    title: 'Affiliation precision',
    definition: 'How near predicted rows are to the incident of their zone, mean over incidents with a prediction.',
  },
  recall: {
    title: 'Affiliation recall',
    definition: 'How near the rows of an incident are to predictions in its zone, mean over incidents.',
  },
  f1: { title: 'Affiliation F1', definition: 'Harmonic mean of affiliation precision and recall.' },
};

export const AFFILIATION_SCALE =
  'Nearness is the chance that a random row of the zone is further away: about 0.5 for random predictions, and about 0.67 F1 for predicting everything.';
export const AFFILIATION_SOURCE = 'Huet, Navarro and Rossi, KDD 2022';

/** All three are figures of one threshold, the best for F1. */
export const AFFILIATION_METRICS: readonly Metric[] = (['compat', 'strict'] as const).flatMap((mode) =>
  (['precision', 'recall', 'f1'] as const).map((part) => affiliationMetric(part, mode)),
);

function affiliationMetric(part: keyof Affiliation, mode: Mode): Metric {
  const { title, definition } = PARTS[part];
  const isCompat = mode === 'compat';
  const thresholds = isCompat ? `${GRID}.` : 'Strict: every distinct score is a threshold, predicted at or above it.';
  return seriesMetric(
    {
      id: `affiliation-${part}${isCompat ? '' : '-strict'}`,
      title: isCompat ? title : `${title}, every threshold`,
      definition: `${definition} ${AFFILIATION_SCALE} ${ORACLE} ${thresholds}`,
      undefinedWhen: isCompat ? 'no row lies in an incident, or all scores are equal' : 'no row lies in an incident',
      source: `${AFFILIATION_SOURCE}; TSB-AD 8763009`,
    },
    ({ labels, scores }) => bestAffiliation(labels, scores, { mode, nan: 'abstain' })[part],
  );
}
