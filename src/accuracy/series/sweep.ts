import type { MetricValue } from '../../record/schema.ts';
import { undefinedBecause } from '../metric.ts';
import { type Flags, type LabelledScores, parseLabelledScores, type Scores } from './labelled-scores.ts';
import { distinctLevels, gridLevels, type Levels } from './levels.ts';
import type { Mode } from './mode.ts';

/** `compat`: TSB-AD's grid of 100 thresholds. `strict`: every distinct score, predicted at or above it. */
export const levelsFor = (scores: Float64Array, mode: Mode): Levels =>
  mode === 'compat' ? gridLevels(scores) : distinctLevels(scores);

/** The outcomes all metrics of labelled scores share; the rest is for series with rows and events. */
export function ofSeriesWithEvents(
  labels: Flags,
  scores: Scores,
  compute: (series: LabelledScores) => MetricValue,
): MetricValue {
  const series = parseLabelledScores(labels, scores);
  if (series.scores.length === 0) return undefinedBecause('there is no row');
  if (series.events.count === 0) return undefinedBecause('no row lies in an event');
  return compute(series);
}

/** The highest value over all levels; 0, for predicting nothing, where none is higher. */
export function bestOverLevels({ count, rows, starts }: Levels, sweep: Sweep): number {
  let best = 0;
  for (let level = 0; level < count; level++) {
    const from = starts[level]!;
    const to = starts[level + 1]!;
    if (from === to) continue;
    for (let i = from; i < to; i++) sweep.predict(rows[i]!);
    const value = sweep.value();
    if (value > best) best = value;
  }
  return best;
}

/** Counts that follow along as ever lower thresholds predict ever more rows. */
export interface Sweep {
  /** One more row is predicted. */
  predict(row: number): void;
  /** The metric with the rows predicted so far. */
  value(): number;
}
