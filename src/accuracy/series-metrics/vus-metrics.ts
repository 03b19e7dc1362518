import type { Metric } from '../metric.ts';
import { VUS_BUFFER, type VusOptions, vusPr, vusPr2022, vusRoc, vusRoc2022 } from '../vus/vus.ts';
import { type JudgedSeries, type SeriesCard, seriesMetric } from './series-metric.ts';

type Vus = (labels: Uint8Array, scores: Float64Array, options: VusOptions) => ReturnType<typeof vusPr>;

const vusMetric = (card: Omit<SeriesCard, 'undefinedWhen'>, vus: Vus, mode: 'compat' | 'strict' = 'compat'): Metric =>
  seriesMetric(
    { ...card, undefinedWhen: 'no row lies in an incident, or every row does' },
    ({ labels, scores }: JudgedSeries) => vus(labels, scores, { buffer: VUS_BUFFER, mode, nan: 'abstain' }),
  );

const SURFACE = (curve: string) =>
  `Volume under the surface of range-aware ${curve} curves over buffers of 0 to ${VUS_BUFFER} rows around each incident.`;
const BY_RANKS = 'Thresholds: the scores at 250 ranks.';
const BY_SCORES = 'Thresholds: every distinct score.';
const NOT_AUC = 'Not the plain area even without a buffer: recall is scaled by the share of incidents found.';
const PAPER = 'Paparrizos et al., PVLDB 15(11), 2022';
const NOVEMBER_2024 = `${PAPER}; TSB-AD 8763009 and VUS from November 2024 on`;

/** VUS of three definitions that share a name: figures of one do not compare with figures of another. */
export const VUS_METRICS: readonly Metric[] = [
  vusMetric(
    {
      id: 'vus-pr',
      title: 'VUS-PR',
      definition: `${SURFACE('precision-recall')} ${NOT_AUC} ${BY_RANKS} Compat: bug for bug with TSB-AD.`,
      source: NOVEMBER_2024,
    },
    vusPr,
  ),
  vusMetric(
    {
      id: 'vus-roc',
      title: 'VUS-ROC',
      definition: `${SURFACE('ROC')} A constant score does not give 0.5. ${BY_RANKS} Compat: bug for bug with TSB-AD.`,
      source: NOVEMBER_2024,
    },
    vusRoc,
  ),
  vusMetric(
    {
      id: 'vus-pr-strict',
      title: 'VUS-PR, every threshold',
      definition: `${SURFACE('precision-recall')} ${NOT_AUC} ${BY_SCORES} Strict.`,
      source: NOVEMBER_2024,
    },
    vusPr,
    'strict',
  ),
  vusMetric(
    {
      id: 'vus-roc-strict',
      title: 'VUS-ROC, every threshold',
      definition: `${SURFACE('ROC')} A constant score does not give 0.5. ${BY_SCORES} Strict.`,
      source: NOVEMBER_2024,
    },
    vusRoc,
    'strict',
  ),
  vusMetric(
    {
      id: 'vus-pr-2022',
      title: 'VUS-PR as of 2022',
      definition: `${SURFACE('precision-recall')} All soft labels count as positives, and areas are by trapezoids. ${BY_RANKS} Compat: bug for bug with the VUS package up to 0.0.5.`,
      source: `${PAPER}; VUS 0.0.5`,
    },
    vusPr2022,
  ),
  vusMetric(
    {
      id: 'vus-roc-2022',
      title: 'VUS-ROC as of 2022',
      definition: `${SURFACE('ROC')} All soft labels count as positives. ${BY_RANKS} Compat: bug for bug with the VUS package up to 0.0.5.`,
      source: `${PAPER}; VUS 0.0.5`,
    },
    vusRoc2022,
  ),
];
