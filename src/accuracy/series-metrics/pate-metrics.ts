import type { Metric } from '../metric.ts';
import { PATE_BUFFER, pate } from '../pate/pate.ts';
import type { Mode } from '../series/mode.ts';
import { seriesMetric } from './series-metric.ts';

export const PATE_SOURCE = 'Ghorbani, Reinders and Tax, KDD 2024';

const THRESHOLDS: Readonly<Record<Mode, string>> = {
  compat: 'Compat, bug for bug with PATE 0.1.1: 250 percentiles of the scores at which something is found.',
  strict: 'Strict: every distinct score is a threshold.',
};

export const PATE_METRICS: readonly Metric[] = (['compat', 'strict'] as const).map((mode) =>
  seriesMetric(
    {
      id: mode === 'compat' ? 'pate' : 'pate-strict',
      title: mode === 'compat' ? 'PATE' : 'PATE, every threshold',
      definition: `Area under a precision-recall curve in which predictions up to ${PATE_BUFFER} rows around a found incident count in part, mean over buffers of 0 and ${PATE_BUFFER} rows on either side. ${THRESHOLDS[mode]}`,
      undefinedWhen: 'no row lies in an incident',
      source: PATE_SOURCE,
    },
    ({ labels, scores }) => pate(labels, scores, { mode, nan: 'abstain' }),
  ),
);
