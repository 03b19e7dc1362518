import { type Fault, throwIfAny } from '../../faults.ts';
import type { MetricValue } from '../../record/schema.ts';
import { defined, undefinedBecause } from '../metric.ts';
import { type Flags, parseLabelledPredictions } from '../series/labelled-scores.ts';
import { type Runs, runLength, runsOf } from '../series/runs.ts';
import { POSITIONAL_BIASES, type PositionalBias, weightOfFirst } from './positional-bias.ts';

/**
 * How much a range is worth that overlaps several: all (`one`), 1 / number (`reciprocal`), or any function of the number
 * (2 or more) to 0..1.
 */
export type Cardinality = 'one' | 'reciprocal' | ((overlaps: number) => number);

export interface RangeOptions {
  /** Share of the reward for overlapping at all, 0..1; default 0. */
  readonly alpha?: number;
  /** Default: `one`. */
  readonly cardinality?: Cardinality;
  /** Default: `flat`. */
  readonly bias?: PositionalBias;
}

/**
 * Range-based recall: mean over events of alpha x [overlapped at all] + (1 - alpha) x cardinality factor x share of the
 * event's positional weight that is predicted.
 *
 * @param labels one a row, 0 or 1; runs of 1 are the events
 * @param predicted as many, 0 or 1; runs of 1 are the predicted ranges
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row, `metric/setting`
 * Source: Tatbul et al., Precision and Recall for Time Series, NeurIPS 2018 (arXiv 1803.03639).
 */
export function rangeRecall(labels: Flags, predicted: Flags, options: RangeOptions = {}): MetricValue {
  const rows = parseLabelledPredictions(labels, predicted);
  assertOptions(options);
  if (rows.labels.length === 0) return undefinedBecause('there is no row');
  if (rows.events.count === 0) return undefinedBecause('no row lies in an event');
  return defined(meanReward(rows.events, runsOf(rows.predicted), options));
}

/**
 * Range-based precision: the same with predicted ranges and events in each other's place. The paper has no existence
 * reward here: leave alpha at 0. Undefined when nothing is predicted; 0 where there are no events.
 */
export function rangePrecision(labels: Flags, predicted: Flags, options: RangeOptions = {}): MetricValue {
  const rows = parseLabelledPredictions(labels, predicted);
  assertOptions(options);
  const ranges = runsOf(rows.predicted);
  if (rows.labels.length === 0) return undefinedBecause('there is no row');
  if (ranges.count === 0) return undefinedBecause('nothing is predicted');
  return defined(meanReward(ranges, rows.events, options));
}

/** Both lists of runs are in order of time, so one walk along both finds all overlaps. */
function meanReward(judged: Runs, others: Runs, options: RangeOptions): number {
  const { alpha = 0, cardinality = 'one', bias = 'flat' } = options;
  let rewards = 0;
  let first = 0; // of the others that may still overlap
  for (let run = 0; run < judged.count; run++) {
    const start = judged.starts[run]!;
    const end = judged.ends[run]!;
    const length = runLength(judged, run);
    while (first < others.count && others.ends[first]! < start) first++;
    let overlaps = 0;
    let weight = 0;
    for (let other = first; other < others.count && others.starts[other]! <= end; other++) {
      overlaps++;
      const from = Math.max(others.starts[other]!, start) - start;
      const to = Math.min(others.ends[other]!, end) - start + 1;
      weight += weightOfFirst(bias, to, length) - weightOfFirst(bias, from, length);
    }
    if (overlaps === 0) continue;
    const share = weight / weightOfFirst(bias, length, length);
    rewards += alpha + (1 - alpha) * factorOf(cardinality, overlaps) * share;
  }
  return rewards / judged.count;
}

function factorOf(cardinality: Cardinality, overlaps: number): number {
  if (cardinality === 'one' || overlaps === 1) return 1;
  return cardinality === 'reciprocal' ? 1 / overlaps : cardinality(overlaps);
}

function assertOptions({ alpha = 0, cardinality = 'one', bias = 'flat' }: RangeOptions): void {
  const wrong = (name: string, value: unknown, expected: string): Fault => ({
    code: 'metric/setting',
    message: `${name} is ${String(value)}; expected ${expected}`,
  });
  throwIfAny([
    ...(alpha >= 0 && alpha <= 1 ? [] : [wrong('alpha', alpha, 'a number from 0 to 1')]),
    ...(typeof cardinality === 'function' || cardinality === 'one' || cardinality === 'reciprocal'
      ? []
      : [wrong('cardinality', cardinality, 'one, reciprocal or a function')]),
    ...(POSITIONAL_BIASES.includes(bias) ? [] : [wrong('bias', bias, POSITIONAL_BIASES.join(', '))]),
  ]);
}
