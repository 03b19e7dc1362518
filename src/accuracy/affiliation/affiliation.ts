import type { MetricValue } from '../../record/schema.ts';
import { defined, undefinedBecause } from '../metric.ts';
import { harmonicMean, TINY } from '../series/harmonic-mean.ts';
import {
  type Flags,
  type LabelledScores,
  parseLabelledPredictions,
  parseLabelledScores,
  type Scores,
} from '../series/labelled-scores.ts';
import type { Mode } from '../series/mode.ts';
import { levelsFor, type ScoreOptions, whyUndefined } from '../series/sweep.ts';
import { affiliationState } from './state.ts';

export interface Affiliation {
  readonly precision: MetricValue;
  readonly recall: MetricValue;
  readonly f1: MetricValue;
}

export interface AffiliationByEvent extends Affiliation {
  /** One an event, in order of time. No precision where nothing is predicted in its zone; the recall is then 0. */
  readonly events: readonly { readonly precision: number | null; readonly recall: number }[];
}

const NO_PREDICTION = 'nothing is predicted';

/**
 * Affiliation of predictions with events: how near in time they are, as the share of the event's zone that is further
 * away. Random predictions reach about 0.5 each, so that 0.8 is not good. Precision is the mean over events with a
 * prediction in their zone, recall the mean over all events. Cost grows with the number of rows.
 *
 * @param labels one a row, 0 or 1; runs of 1 are the events; row r is the interval [r, r + 1)
 * @param predicted as many, 0 or 1
 * @returns undefined without rows or events; precision and F1 undefined when nothing is predicted
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row
 * Source: Huet, Navarro and Rossi, KDD 2022; affiliation-metrics-py 8d84498.
 */
export function affiliation(labels: Flags, predicted: Flags): AffiliationByEvent {
  const { events, ...rows } = parseLabelledPredictions(labels, predicted);
  const reason = rows.labels.length === 0 ? 'there is no row' : 'no row lies in an event';
  if (events.count === 0) return { ...undefinedAffiliation(reason), events: [] };
  const state = affiliationState(events, (row) => rows.predicted[row] === 1, rows.labels.length);
  const precision = state.precision();
  const recall = state.recall();
  return {
    precision: precision === null ? undefinedBecause(NO_PREDICTION) : defined(precision),
    recall: defined(recall),
    f1: precision === null ? undefinedBecause(NO_PREDICTION) : defined(harmonicMean(precision, recall)),
    events: Array.from({ length: events.count }, (_, event) => ({
      precision: state.precisionOf(event),
      recall: state.recallOf(event),
    })),
  };
}

/**
 * Affiliation at the threshold that makes its F1 highest, the lowest of equally good ones.
 *
 * `compat`: TSB-AD 8763009 (grid of 100 thresholds, + 1e-15 in the denominator of F1; a constant score predicts nothing
 * and is undefined, where the reference returns NaN). `strict`: every distinct score is a threshold, no epsilon.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 */
export function bestAffiliation(labels: Flags, scores: Scores, options: ScoreOptions = {}): Affiliation {
  const series = parseLabelledScores(labels, scores, options);
  const reason = whyUndefined(series);
  return reason === null ? sweepAffiliation(series, options.mode ?? 'compat') : undefinedAffiliation(reason);
}

/** F1 of `bestAffiliation`. */
export const affiliationF1 = (labels: Flags, scores: Scores, options: ScoreOptions = {}): MetricValue =>
  bestAffiliation(labels, scores, options).f1;

function sweepAffiliation({ scores, events }: LabelledScores, mode: Mode): Affiliation {
  const { count, levelOf, rows, starts } = levelsFor(scores, mode);
  const state = affiliationState(events, (row) => levelOf[row]! < count, scores.length);
  const epsilon = mode === 'compat' ? TINY : 0;
  let best = { precision: 0, recall: 0, f1: -1 };
  for (let level = count - 1; level >= 0; level--) {
    const from = starts[level]!;
    const to = starts[level + 1]!;
    if (from === to) continue;
    const precision = state.precision();
    if (precision === null) throw new Error(`no prediction at level ${level}, which has rows`);
    const recall = state.recall();
    const f1 = harmonicMean(precision, recall, epsilon);
    if (f1 > best.f1) best = { precision, recall, f1 };
    for (let i = from; i < to; i++) state.remove(rows[i]!);
  }
  if (best.f1 < 0) return undefinedAffiliation('a constant score, of which no threshold of the grid predicts a row');
  return { precision: defined(best.precision), recall: defined(best.recall), f1: defined(best.f1) };
}

function undefinedAffiliation(reason: string): Affiliation {
  const none = undefinedBecause(reason);
  return { precision: none, recall: none, f1: none };
}
