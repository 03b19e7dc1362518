import type { MetricValue } from '../../record/schema.ts';
import type { Metric } from '../metric.ts';
import { rangeF1 } from '../range-based/range-f1.ts';
import type { Mode } from '../series/mode.ts';
import type { ScoreOptions } from '../series/sweep.ts';
import { eventBasedF1 } from '../tsb-ad/event-based-f1.ts';
import { K_DELAY, kDelayF1 } from '../tsb-ad/k-delay-f1.ts';
import { paPercentKArea } from '../tsb-ad/pa-percent-k-area.ts';
import { pointAdjustedF1 } from '../tsb-ad/point-adjusted-f1.ts';
import { standardF1 } from '../tsb-ad/standard-f1.ts';
import { seriesMetric } from './series-metric.ts';

interface BestF1 {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  /** What `compat` does differently from `strict`. */
  readonly compat: string;
  readonly strict: string;
  readonly source: string;
  readonly compute: (labels: Uint8Array, scores: Float64Array, options: ScoreOptions) => MetricValue;
}

/** What the cards of all these metrics say about the threshold. */
export const ORACLE = 'The threshold is the best one for these very labels, an oracle.';
export const GRID =
  'Compat, bug for bug with TSB-AD: 100 thresholds at equal steps from the lowest to the highest score, predicted above';
const EVERY_SCORE = 'Strict: every distinct score is a threshold, predicted at or above it';
const NO_INCIDENT = 'no row lies in an incident';
const TSB_AD = 'TSB-AD 8763009';

const BEST_F1S: readonly BestF1[] = [
  {
    id: 'standard-f1',
    title: 'Standard F1',
    definition: 'Point-wise F1.',
    compat:
      'Compat, bug for bug with TSB-AD: precision + recall + 0.00001 in the denominator; every distinct score is a threshold.',
    strict: `${EVERY_SCORE}.`,
    source: `van Rijsbergen, 1979; ${TSB_AD}`,
    compute: standardF1,
  },
  {
    id: 'pa-f1',
    title: 'Point-adjusted F1',
    definition:
      'Point-wise F1 after one predicted row has made its whole incident predicted. Random scores reach high figures.',
    compat: `${GRID}; the first row of the series is not filled in.`,
    strict: `${EVERY_SCORE}.`,
    source: `Xu et al., WWW 2018; ${TSB_AD}`,
    compute: pointAdjustedF1,
  },
  {
    id: 'tsb-event-f1',
    title: 'Event-based F1 of TSB-AD',
    definition: 'Harmonic mean of the share of incidents with a predicted row and point-wise precision.',
    compat: `${GRID}; the last row of the series finds no incident.`,
    strict: `${EVERY_SCORE}.`,
    source: `Garg et al., IEEE TNNLS 33(6), 2022 (composite F-score); ${TSB_AD}`,
    compute: eventBasedF1,
  },
  {
    id: 'range-f1',
    title: 'Range-based F1',
    definition:
      'Harmonic mean of range-based recall (0.2 for any overlap with an incident + 0.8 × its covered share / number of predicted runs in it) and precision (share of a predicted run inside incidents / number of them).',
    compat: `${GRID}; a series that is one incident gives 0.`,
    strict: `${EVERY_SCORE}.`,
    source: `Tatbul et al., NeurIPS 2018; ${TSB_AD}`,
    compute: rangeF1,
  },
  {
    id: 'k-delay-f1',
    title: `F1 of incidents found within ${K_DELAY} rows`,
    definition: `F1 in which an incident counts once, floor(log3(rows + 3)), by the highest score of its first ${K_DELAY} rows, and every row outside counts 1.`,
    compat: 'Compat, bug for bug with EasyTSAD 0.3: equal scores enter one by one in order of time.',
    strict: 'Strict: equal scores enter together.',
    source: 'Si et al., TimeSeriesBench, ISSRE 2024; Ren et al., KDD 2019',
    compute: (labels, scores, options) => kDelayF1(labels, scores, options),
  },
];

const bestF1Metric = ({ id, title, definition, compat, strict, source, compute }: BestF1, mode: Mode): Metric =>
  seriesMetric(
    {
      id: mode === 'compat' ? id : `${id}-strict`,
      title: mode === 'compat' ? title : `${title}, every threshold`,
      definition: `${definition} ${ORACLE} ${mode === 'compat' ? compat : strict}`,
      undefinedWhen: NO_INCIDENT,
      source,
    },
    ({ labels, scores }) => compute(labels, scores, { mode, nan: 'abstain' }),
  );

/** F1 of several kinds at the best threshold there is for each recording. */
export const BEST_F1_METRICS: readonly Metric[] = [
  ...BEST_F1S.flatMap((f1) => [bestF1Metric(f1, 'compat'), bestF1Metric(f1, 'strict')]),
  seriesMetric(
    {
      id: 'pa-k-area',
      title: 'Area under PA%K',
      definition: `Area under F1 over K from 0 to 100 %, where an incident counts as wholly predicted once more than K % of its rows are. ${ORACLE} Every distinct score is tried for each K.`,
      undefinedWhen: NO_INCIDENT,
      source: 'Kim et al., AAAI 2022',
    },
    ({ labels, scores }) => paPercentKArea(labels, scores, { nan: 'abstain' }),
  ),
];
