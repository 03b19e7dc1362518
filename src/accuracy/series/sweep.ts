import type { MetricValue } from '../../record/schema.ts';
import { defined, undefinedBecause } from '../metric.ts';
import {
  type Flags,
  type LabelledPredictions,
  type LabelledScores,
  type NanOption,
  parseLabelledPredictions,
  parseLabelledScores,
  type Scores,
} from './labelled-scores.ts';
import { distinctLevels, gridLevels, type Levels } from './levels.ts';
import type { Mode, ModeOption } from './mode.ts';

/** `compat`: TSB-AD's grid of 100 thresholds. `strict`: every distinct score, predicted at or above it. */
export const levelsFor = (scores: Float64Array, mode: Mode): Levels =>
  mode === 'compat' ? gridLevels(scores) : distinctLevels(scores);

/** The outcomes all metrics of labelled scores share; the rest is for series with rows and events. */
export function ofSeriesWithEvents(
  labels: Flags,
  scores: Scores,
  options: ScoreOptions,
  compute: (series: LabelledScores, mode: Mode) => MetricValue,
): MetricValue {
  const series = parseLabelledScores(labels, scores, options);
  const reason = whyUndefined(series);
  return reason === null ? compute(series, options.mode ?? 'compat') : undefinedBecause(reason);
}

/** Why a series has no value whatever the metric of events; null when it may have one. */
export function whyUndefined({ scores, events }: LabelledScores): string | null {
  if (scores.length === 0) return 'there is no row';
  if (events.count === 0) return 'no row lies in an event';
  return scores.every(Number.isNaN) ? 'every row abstained' : null;
}

/** What functions of labelled scores take. */
export interface ScoreOptions extends ModeOption, NanOption {}

/** The same for predictions; 0 where nothing is predicted. */
export function ofPredictionsWithEvents(
  labels: Flags,
  predicted: Flags,
  sweepOf: (series: LabelledPredictions) => Sweep,
): MetricValue {
  const series = parseLabelledPredictions(labels, predicted);
  if (series.labels.length === 0) return undefinedBecause('there is no row');
  if (series.events.count === 0) return undefinedBecause('no row lies in an event');
  return defined(valueOfPredictions(series.predicted, sweepOf(series)));
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

/** 0 where nothing is predicted. */
function valueOfPredictions(predicted: Uint8Array, sweep: Sweep): number {
  let any = false;
  for (let row = 0; row < predicted.length; row++) {
    if (predicted[row] === 0) continue;
    sweep.predict(row);
    any = true;
  }
  return any ? sweep.value() : 0;
}

/** Counts that follow along as ever lower thresholds predict ever more rows. */
export interface Sweep {
  /** One more row is predicted. */
  predict(row: number): void;
  /** The metric with the rows predicted so far. */
  value(): number;
}
