import type { MetricValue } from '../../record/schema.ts';
import { defined, undefinedBecause } from '../metric.ts';
import { assertRowCount, type Flags, type Scores } from '../series/labelled-scores.ts';
import { ofSeriesWithEvents, type ScoreOptions } from '../series/sweep.ts';
import { type VusDefinition, type VusVolumes, vusVolumes } from './surface.ts';

export interface VusOptions extends ScoreOptions {
  /** Widest buffer around an event, in rows (the sliding window of the reference); default 100, as in TSB-AD. */
  readonly buffer?: number;
}

export const VUS_BUFFER = 100;

const NOVEMBER_2024: VusDefinition = { positives: 'predicted', prArea: 'step' };
const OF_2022: VusDefinition = { positives: 'all', prArea: 'trapezoid' };

/**
 * Volume under the surface of range-aware precision-recall curves over the buffers 0, 1, ..., `buffer`.
 *
 * `compat` (default) is the figure of TSB-AD, and of the VUS package from November 2024 on: scores at 250 ranks are the
 * thresholds. `strict` takes every distinct score as a threshold; with up to 250 rows of distinct scores they agree.
 * Neither equals average precision at buffer 0: recall is scaled by the share of events with a predicted row.
 *
 * @param labels one a row, 0 or 1; runs of 1 are the events
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows, events, or rows outside events (the reference raises)
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row, `metric/setting`
 * Source: Paparrizos et al., PVLDB 15(11), 2022; TSB-AD 8763009, `RangeAUC_volume_opt`.
 */
export const vusPr = (labels: Flags, scores: Scores, options: VusOptions = {}): MetricValue =>
  vus(labels, scores, options, NOVEMBER_2024, ({ pr }) => pr);

/** The same for ROC curves; see `vusPr`. A constant score does not give 0.5. */
export const vusRoc = (labels: Flags, scores: Scores, options: VusOptions = {}): MetricValue =>
  vus(labels, scores, options, NOVEMBER_2024, ({ roc }) => roc);

/**
 * VUS-PR as published in 2022 and computed by the VUS package up to 0.0.5 (and by EasyTSAD): soft labels of all buffer
 * rows count as positives, predicted or not, and the area under the precision-recall curve is by trapezoids. Figures
 * are not comparable with `vusPr`. Parameters and outcomes as there.
 */
export const vusPr2022 = (labels: Flags, scores: Scores, options: VusOptions = {}): MetricValue =>
  vus(labels, scores, options, OF_2022, ({ pr }) => pr);

/** VUS-ROC as of 2022; see `vusPr2022`. */
export const vusRoc2022 = (labels: Flags, scores: Scores, options: VusOptions = {}): MetricValue =>
  vus(labels, scores, options, OF_2022, ({ roc }) => roc);

function vus(
  labels: Flags,
  scores: Scores,
  { buffer = VUS_BUFFER, ...options }: VusOptions,
  definition: VusDefinition,
  pick: (volumes: VusVolumes) => number,
): MetricValue {
  assertRowCount('buffer', buffer);
  return ofSeriesWithEvents(labels, scores, options, (series, mode) =>
    series.events.rows === series.scores.length
      ? undefinedBecause('every row lies in an event')
      : defined(pick(vusVolumes(series, { buffer, mode, definition }))),
  );
}
