import { InputError } from '../../faults.ts';
import type { MetricValue } from '../../record/schema.ts';
import { defined, undefinedBecause } from '../metric.ts';
import { harmonicMean } from '../series/harmonic-mean.ts';
import {
  assertRowCount,
  type Flags,
  type Labelled,
  parseLabelledPredictions,
  type Scores,
} from '../series/labelled-scores.ts';
import { levelsAt } from '../series/levels.ts';
import type { Mode } from '../series/mode.ts';
import { runOfRow } from '../series/runs.ts';
import { ofSeriesWithEvents, type ScoreOptions } from '../series/sweep.ts';
import { type BufferWeights, bufferSizes, bufferWeights } from './buffers.ts';
import { missedRows } from './missed-rows.ts';
import { pateThresholds } from './thresholds.ts';

export const PATE_BUFFER = 100;

export interface PateOptions extends ScoreOptions {
  /** Longest buffer before an event, in rows; default 100. */
  readonly earlyBuffer?: number;
  /** Longest buffer after an event, in rows; default 100. */
  readonly lateBuffer?: number;
  /** Steps from 0 to the longest buffers; every pair of an early and a late one is tried. Default 1: none and the longest. */
  readonly splits?: number;
  /** Whether buffers of 0 are among them; default true. */
  readonly includeZero?: boolean;
}

/**
 * Proximity-aware area under the precision-recall curve, mean over pairs of buffers. A predicted row near an event
 * counts as true in part, falling with the distance; before the event only if the event itself is hit. Missed rows of a
 * found event count less, the later. Points at which recall falls are dropped; trapezoid rule from (0, 1) on.
 *
 * `compat`: the PATE package 0.1.1 (250 percentiles of the thresholds at which something is found; coverage of an event
 * is the length of the first predicted run in it). `strict`: every distinct score is a threshold; coverage is all
 * predicted rows of the event.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row, `metric/setting`
 * Source: Ghorbani, Reinders and Tax, PATE, KDD 2024.
 */
export function pate(labels: Flags, scores: Scores, options: PateOptions = {}): MetricValue {
  assertOptions(options);
  return ofSeriesWithEvents(labels, scores, options, (series, mode) => {
    const { count, rows, starts } = levelsAt(series.scores, pateThresholds(series, mode));
    const weights = weightsOfPairs(series, options);
    const curves = weights.map(() => ({ area: 0, recall: 0, precision: 1 }));
    const sweep = pateSweep(series, weights, mode);
    for (let level = 0; level < count; level++) {
      const from = starts[level]!;
      const to = starts[level + 1]!;
      if (from === to) continue;
      for (let i = from; i < to; i++) sweep.predict(rows[i]!);
      sweep.points().forEach(({ recall, precision }, pair) => {
        const curve = curves[pair]!;
        if (recall < curve.recall) return;
        curve.area += ((recall - curve.recall) * (precision + curve.precision)) / 2;
        curve.recall = recall;
        curve.precision = precision;
      });
    }
    return defined(mean(curves.map(({ area }) => area)));
  });
}

/**
 * The same for predictions: mean over pairs of buffers of the F1 of weighted precision and recall.
 * @param predicted one a row, 0 or 1
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row, `metric/setting`
 */
export function pateF1(labels: Flags, predicted: Flags, options: PateOptions = {}): MetricValue {
  const { mode = 'compat' } = options;
  assertOptions(options);
  const series = parseLabelledPredictions(labels, predicted);
  if (series.labels.length === 0) return undefinedBecause('there is no row');
  if (series.events.count === 0) return undefinedBecause('no row lies in an event');
  const sweep = pateSweep(series, weightsOfPairs(series, options), mode);
  for (let row = 0; row < series.predicted.length; row++) if (series.predicted[row] === 1) sweep.predict(row);
  return defined(mean(sweep.points().map(({ precision, recall }) => harmonicMean(precision, recall))));
}

interface PatePoint {
  readonly precision: number;
  readonly recall: number;
}

function pateSweep(series: Labelled, pairs: readonly BufferWeights[], mode: Mode) {
  const { labels, events } = series;
  const eventOf = runOfRow(events, labels.length);
  const missed = missedRows(events, eventOf, mode);
  const inBuffers = new Float64Array(pairs.length); // weight of predicted buffer rows that count
  const waiting = pairs.map(() => new Float64Array(events.count)); // early ones, of events not hit so far
  let inEvents = 0;
  let predicted = 0;
  const predictInEvent = (row: number, event: number) => {
    inEvents++;
    if (missed.isHit[event] === 0) {
      waiting.forEach((weights, pair) => {
        inBuffers[pair]! += weights[event]!;
      });
    }
    missed.predict(row);
  };
  const predictNearEvent = (row: number) => {
    for (let pair = 0; pair < pairs.length; pair++) {
      const { weights, earlyFor } = pairs[pair]!;
      const event = earlyFor[row]!;
      if (event >= 0 && missed.isHit[event] === 0) waiting[pair]![event]! += weights[row]!;
      else inBuffers[pair]! += weights[row]!;
    }
  };
  return {
    predict(row: number): void {
      predicted++;
      const own = eventOf[row]!;
      if (own >= 0) predictInEvent(row, own);
      else predictNearEvent(row);
    },
    points(): PatePoint[] {
      const falseNegatives = missed.weight();
      return Array.from(inBuffers, (weight) => {
        const truePositives = inEvents + weight; // what is lacking of a predicted row is a false positive
        return {
          precision: predicted === 0 ? 0 : truePositives / predicted,
          recall: truePositives === 0 ? 0 : truePositives / (truePositives + falseNegatives),
        };
      });
    },
  };
}

function weightsOfPairs({ events, labels }: Labelled, options: PateOptions): BufferWeights[] {
  const { earlyBuffer = PATE_BUFFER, lateBuffer = PATE_BUFFER, splits = 1, includeZero = true } = options;
  return bufferSizes(earlyBuffer, splits, includeZero).flatMap((early) =>
    bufferSizes(lateBuffer, splits, includeZero).map((late) => bufferWeights(events, labels.length, { early, late })),
  );
}

function assertOptions({ earlyBuffer = 0, lateBuffer = 0, splits = 1 }: PateOptions): void {
  assertRowCount('earlyBuffer', earlyBuffer);
  assertRowCount('lateBuffer', lateBuffer);
  if (Number.isSafeInteger(splits) && splits >= 1) return;
  throw InputError.of('metric/setting', `splits is ${splits}; expected a whole number, 1 or more`);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
