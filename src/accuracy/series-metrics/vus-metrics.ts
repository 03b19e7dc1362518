import type { Metric } from '../metric.ts';
import type { Mode } from '../series/mode.ts';
import { VUS_BUFFER, vusPr, vusPr2022, vusRoc, vusRoc2022 } from '../vus/vus.ts';
import { seriesMetric } from './series-metric.ts';

interface VusFigure {
  readonly id: string;
  readonly title: string;
  readonly curve: 'precision-recall' | 'ROC';
  readonly note: string;
  readonly source: string;
  readonly mode: Mode;
  readonly vus: typeof vusPr;
}

const BY_RANKS = 'Thresholds: the scores at 250 ranks. Compat: bug for bug with';
const BY_SCORES = 'Thresholds: every distinct score. Strict.';
const NOT_PR = 'Not the plain area even without a buffer: recall is scaled by the share of incidents found.';
const NOT_ROC = 'A constant score does not give 0.5.';
const PAPER = 'Paparrizos et al., PVLDB 15(11), 2022';
const NOVEMBER_2024 = { source: `${PAPER}; TSB-AD 8763009 and VUS from November 2024 on` };
const AS_OF_2022 = { source: `${PAPER}; VUS 0.0.5`, mode: 'compat' } as const;
const PR = { curve: 'precision-recall', vus: vusPr, ...NOVEMBER_2024 } as const;
const ROC = { curve: 'ROC', vus: vusRoc, ...NOVEMBER_2024 } as const;

/** Definitions that share a name: figures of one do not compare with figures of another. */
const FIGURES: readonly VusFigure[] = [
  { id: 'vus-pr', title: 'VUS-PR', ...PR, mode: 'compat', note: `${NOT_PR} ${BY_RANKS} TSB-AD.` },
  { id: 'vus-roc', title: 'VUS-ROC', ...ROC, mode: 'compat', note: `${NOT_ROC} ${BY_RANKS} TSB-AD.` },
  { id: 'vus-pr-strict', title: 'VUS-PR, every threshold', ...PR, mode: 'strict', note: `${NOT_PR} ${BY_SCORES}` },
  { id: 'vus-roc-strict', title: 'VUS-ROC, every threshold', ...ROC, mode: 'strict', note: `${NOT_ROC} ${BY_SCORES}` },
  {
    id: 'vus-pr-2022',
    title: 'VUS-PR as of 2022',
    curve: 'precision-recall',
    note: `All soft labels count as positives, and areas are by trapezoids. ${BY_RANKS} the VUS package up to 0.0.5.`,
    vus: vusPr2022,
    ...AS_OF_2022,
  },
  {
    id: 'vus-roc-2022',
    title: 'VUS-ROC as of 2022',
    curve: 'ROC',
    note: `All soft labels count as positives. ${BY_RANKS} the VUS package up to 0.0.5.`,
    vus: vusRoc2022,
    ...AS_OF_2022,
  },
];

const vusMetrics = (buffer: number): Metric[] =>
  FIGURES.map(({ id, title, curve, note, source, mode, vus }) =>
    seriesMetric(
      {
        id,
        title,
        definition: `Volume under the surface of range-aware ${curve} curves over buffers of 0 to ${buffer} rows around each incident. ${note}`,
        undefinedWhen: 'no row lies in an incident, or every row does',
        source,
      },
      ({ labels, scores }) => vus(labels, scores, { buffer, mode, nan: 'abstain' }),
    ),
  );

export const VUS_METRICS: readonly Metric[] = vusMetrics(VUS_BUFFER);

/** The same metrics, with VUS up to this buffer, in rows; undefined: up to 100 rows. The cards name it. */
export function withVusBuffer(metrics: readonly Metric[], buffer: number | undefined): readonly Metric[] {
  if (buffer === undefined) return metrics;
  const buffered = new Map(vusMetrics(buffer).map((metric) => [metric.card.id, metric]));
  return metrics.map((metric) => buffered.get(metric.card.id) ?? metric);
}
