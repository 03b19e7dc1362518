import { InputError } from '../../faults.ts';
import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import { harmonicMean, TINY } from '../series/harmonic-mean.ts';
import { assertRowCount, type Flags, type LabelledScores, type Scores } from '../series/labelled-scores.ts';
import type { Mode } from '../series/mode.ts';
import { runLength } from '../series/runs.ts';
import { ofSeriesWithEvents, type ScoreOptions } from '../series/sweep.ts';

/** What an event of a given number of rows counts: 1, floor(log3(rows + 3)), floor(sqrt(rows)) or its rows. */
export type EventWeight = 'one' | 'log' | 'sqrt' | 'rows';

export interface KDelayOptions extends ScoreOptions {
  /** Rows from the begin of an event in which it must be found; 0 counts as 1. Default 7. */
  readonly delay?: number;
  /** Default: `log`. */
  readonly weight?: EventWeight;
}

export const K_DELAY = 7;

/**
 * F1 of events found in time, at the threshold that makes it highest. An event counts once, with its weight, through
 * the highest score of its first `delay` rows; every row outside events counts 1. Its other rows count for nothing.
 *
 * `compat`: EasyTSAD 0.3 (`EventKthF1PA`): equal scores are taken one by one in order of time instead of together, an
 * event at its end, so that the figure depends on the order of equal scores; + 1e-15 in each denominator; the logarithm
 * in floating point, a whole one too low at some lengths (240 rows). `strict`: equal scores enter together, no epsilon,
 * exact logarithm.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row, `metric/setting`
 * Source: Si et al., TimeSeriesBench, ISSRE 2024; Ren et al., KDD 2019 (the delay).
 */
export function kDelayF1(
  labels: Flags,
  scores: Scores,
  { delay = K_DELAY, weight = 'log', ...options }: KDelayOptions = {},
): MetricValue {
  assertRowCount('delay', delay);
  const weigh = WEIGHTS[weight];
  if (weigh === undefined) {
    throw InputError.of('metric/setting', `weight is ${weight}; expected ${Object.keys(WEIGHTS).join(', ')}`);
  }
  return ofSeriesWithEvents(labels, scores, options, (series, mode) => {
    const candidates = candidatesOf(series, Math.max(delay, 1), (rows) => weigh(rows, mode));
    return defined(mode === 'compat' ? bestOneByOne(candidates) : bestOverTies(candidates));
  });
}

const WEIGHTS: Readonly<Record<EventWeight, (rows: number, mode: Mode) => number>> = {
  one: () => 1,
  log: (rows, mode) => (mode === 'compat' ? Math.floor(Math.log(rows + 3) / Math.log(3)) : wholeLog3(rows + 3)),
  sqrt: (rows) => Math.floor(Math.sqrt(rows)),
  rows: (rows) => rows,
};

function wholeLog3(value: number): number {
  let exponent = 0;
  for (let power = 3; power <= value; power *= 3) exponent++;
  return exponent;
}

/** What may be predicted, highest score first and equal scores in order of time. */
interface Candidates {
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  readonly isEvent: Uint8Array;
  readonly eventWeight: number;
}

function candidatesOf({ scores, events }: LabelledScores, delay: number, weigh: (rows: number) => number): Candidates {
  const most = scores.length - events.rows + events.count;
  const unsorted = {
    scores: new Float64Array(most),
    weights: new Float64Array(most).fill(1),
    isEvent: new Uint8Array(most),
  };
  let eventWeight = 0;
  let filled = 0;
  let row = 0;
  for (let event = 0; event <= events.count; event++) {
    const start = event < events.count ? events.starts[event]! : scores.length;
    for (; row < start; row++) if (!Number.isNaN(scores[row]!)) unsorted.scores[filled++] = scores[row]!;
    if (event === events.count) break;
    row = events.ends[event]! + 1;
    const weight = weigh(runLength(events, event));
    eventWeight += weight;
    const highest = highestOf(scores.subarray(start, Math.min(start + delay, row)));
    if (highest === null) continue;
    unsorted.scores[filled] = highest;
    unsorted.isEvent[filled] = 1;
    unsorted.weights[filled++] = weight;
  }
  const order = Uint32Array.from({ length: filled }, (_, i) => i).sort(
    (a, b) => unsorted.scores[b]! - unsorted.scores[a]! || a - b,
  );
  return {
    scores: Float64Array.from(order, (i) => unsorted.scores[i]!),
    weights: Float64Array.from(order, (i) => unsorted.weights[i]!),
    isEvent: Uint8Array.from(order, (i) => unsorted.isEvent[i]!),
    eventWeight,
  };
}

/** Null where all abstained. */
function highestOf(scores: Float64Array): number | null {
  let highest: number | null = null;
  for (const score of scores) if (!Number.isNaN(score) && (highest === null || score > highest)) highest = score;
  return highest;
}

function bestOneByOne({ weights, isEvent, eventWeight }: Candidates): number {
  let best = 0;
  let found = 0;
  let predicted = 0;
  for (let i = 0; i < weights.length; i++) {
    predicted += weights[i]!;
    if (isEvent[i] === 1) found += weights[i]!;
    best = Math.max(best, harmonicMean(found / (predicted + TINY), found / (eventWeight + TINY), TINY));
  }
  return best;
}

function bestOverTies({ scores, weights, isEvent, eventWeight }: Candidates): number {
  let best = 0;
  let found = 0;
  let predicted = 0;
  for (let i = 0; i < weights.length; i++) {
    predicted += weights[i]!;
    if (isEvent[i] === 1) found += weights[i]!;
    if (scores[i + 1] !== scores[i]) best = Math.max(best, (2 * found) / (predicted + eventWeight));
  }
  return best;
}
