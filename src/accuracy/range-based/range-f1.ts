import type { MetricValue } from '../../record/schema.ts';
import { defined } from '../metric.ts';
import { harmonicMean } from '../series/harmonic-mean.ts';
import type { Flags, Labelled, Scores } from '../series/labelled-scores.ts';
import { runningSum } from '../series/running-sum.ts';
import { runLength, runOfRow } from '../series/runs.ts';
import {
  bestOverLevels,
  levelsFor,
  ofPredictionsWithEvents,
  ofSeriesWithEvents,
  type ScoreOptions,
  type Sweep,
} from '../series/sweep.ts';

/** Share of the recall of an event that finding it at all is worth; TSB-AD's setting. */
const EXISTENCE_SHARE = 0.2;

/**
 * Range-based F1 (Tatbul et al.) in TSB-AD's setting, at the threshold that makes it highest. Recall, mean over events:
 * 0.2 for any overlap + 0.8 x covered share / number of predicted runs that overlap it. Precision, mean over predicted
 * runs: share inside events / number of events it overlaps. Flat positional bias. `rangeRecall` and `rangePrecision`
 * have the general form.
 *
 * `compat`: TSB-AD 8763009 (grid of 100 thresholds; a series that is one event gives 0, since its run finder finds
 * nothing there). `strict`: every distinct score is a threshold, and a run over all rows is a run.
 * @param labels one a row, 0 or 1
 * @param scores as many, finite, higher is worse; NaN only with `nan: 'abstain'`
 * @returns undefined without rows or events; 0 in `compat` for a constant score, which the grid never predicts
 * @throws InputError `metric/lengths`, `metric/label`, `metric/score` with the row
 * Source: Tatbul et al., NeurIPS 2018 (arXiv 1803.03639).
 */
export const rangeF1 = (labels: Flags, scores: Scores, options: ScoreOptions = {}): MetricValue =>
  ofSeriesWithEvents(labels, scores, options, (series, mode) => {
    if (mode === 'compat' && series.events.rows === series.scores.length) return defined(0);
    return defined(bestOverLevels(levelsFor(series.scores, mode), rangeSweep(series)));
  });

/**
 * The same for predictions (`strict`); 0 when nothing is predicted.
 * @param predicted one a row, 0 or 1
 * @throws InputError `metric/lengths`, `metric/label`, `metric/prediction` with the row
 */
export const rangeF1OfPredictions = (labels: Flags, predicted: Flags): MetricValue =>
  ofPredictionsWithEvents(labels, predicted, (series) => rangeSweep(series));

/** Runs of predicted rows grow and join as rows enter; each entry touches one event and at most three runs. */
function rangeSweep(series: Labelled): Sweep {
  const recall = recallOf(series);
  const precision = precisionOf(series);
  const isPredicted = new Uint8Array(series.labels.length + 2); // row r at r + 1, so that both ends have a neighbour
  return {
    predict(row) {
      const joinsLeft = isPredicted[row] === 1;
      const joinsRight = isPredicted[row + 2] === 1;
      isPredicted[row + 1] = 1;
      recall.predict(row, joinsLeft, joinsRight);
      precision.predict(row, joinsLeft, joinsRight);
    },
    value: () => harmonicMean(precision.value(), recall.value()),
  };
}

interface RunSweep {
  predict(row: number, joinsLeft: boolean, joinsRight: boolean): void;
  value(): number;
}

function recallOf({ events, labels }: Labelled): RunSweep {
  const eventOf = runOfRow(events, labels.length);
  const covered = new Uint32Array(events.count);
  const runs = new Int32Array(events.count); // predicted runs that overlap the event
  const sum = runningSum();
  const rewardOf = (event: number) =>
    runs[event] === 0
      ? 0
      : EXISTENCE_SHARE + ((1 - EXISTENCE_SHARE) * covered[event]!) / runLength(events, event) / runs[event]!;
  return {
    predict(row, joinsLeft, joinsRight) {
      const event = eventOf[row]!;
      if (event < 0) return;
      sum.add(-rewardOf(event));
      covered[event]! += 1;
      runs[event]! += 1;
      if (joinsLeft && row > events.starts[event]!) runs[event]! -= 1;
      if (joinsRight && row < events.ends[event]!) runs[event]! -= 1;
      sum.add(rewardOf(event));
    },
    value: () => sum.value() / events.count,
  };
}

function precisionOf({ labels }: Labelled): RunSweep {
  const { labelledBefore, begunBefore, endedBefore } = countsAlong(labels);
  const otherEnd = new Int32Array(labels.length); // at both ends of each predicted run: its other end
  const sum = runningSum();
  let runs = 0;
  const rewardOf = (first: number, last: number) => {
    const overlapped = begunBefore[last + 1]! - endedBefore[first]!;
    if (overlapped === 0) return 0;
    return (labelledBefore[last + 1]! - labelledBefore[first]!) / (last - first + 1) / overlapped;
  };
  return {
    predict(row, joinsLeft, joinsRight) {
      const first = joinsLeft ? otherEnd[row - 1]! : row;
      const last = joinsRight ? otherEnd[row + 1]! : row;
      if (joinsLeft) sum.add(-rewardOf(first, row - 1));
      if (joinsRight) sum.add(-rewardOf(row + 1, last));
      runs += 1 - Number(joinsLeft) - Number(joinsRight);
      otherEnd[first] = last;
      otherEnd[last] = first;
      sum.add(rewardOf(first, last));
    },
    value: () => sum.value() / runs,
  };
}

/** Of the rows before each row: how many are labelled, how many events begin there, how many have ended. */
function countsAlong(labels: Uint8Array) {
  const labelledBefore = new Uint32Array(labels.length + 1);
  const begunBefore = new Uint32Array(labels.length + 1);
  const endedBefore = new Uint32Array(labels.length + 1);
  let previous = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    labelledBefore[row + 1] = labelledBefore[row]! + label;
    begunBefore[row + 1] = begunBefore[row]! + (label === 1 && previous === 0 ? 1 : 0);
    endedBefore[row] = (row === 0 ? 0 : endedBefore[row - 1]!) + (label === 0 && previous === 1 ? 1 : 0);
    previous = label;
  }
  return { labelledBefore, begunBefore, endedBefore };
}
