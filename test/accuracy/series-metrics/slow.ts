import type { Rows } from '../judged.ts';

/**
 * The definitions, word by word and row by row: slow, and obviously right. They share nothing with the metrics but the
 * shape of their input. A row that abstained has the score NaN, which no comparison holds for.
 */
export interface Series {
  readonly labels: readonly number[];
  readonly scores: readonly number[];
}

/** One prediction a row, 0 or 1. */
export type Predictions = readonly number[];

/** First and last row of each run of ones. */
export function runs(flags: Predictions): Rows[] {
  const found: Rows[] = [];
  flags.forEach((flag, row) => {
    if (flag === 1 && flags[row - 1] !== 1) {
      let last = row;
      while (flags[last + 1] === 1) last++;
      found.push([row, last]);
    }
  });
  return found;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const rowsOfRun = ([first, last]: Rows): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
const f1 = (precision: number, recall: number, epsilon = 0): number =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall + epsilon);

/* ------------------------------------------------------------ thresholds, highest first */

const scored = ({ scores }: Series): number[] => scores.filter((score) => !Number.isNaN(score));
const atOrAbove = ({ scores }: Series, threshold: number): number[] =>
  scores.map((score) => (score >= threshold ? 1 : 0));

export const everyScore = (series: Series): Predictions[] =>
  [...new Set(scored(series))].sort((a, b) => b - a).map((threshold) => atOrAbove(series, threshold));

export function grid(series: Series): Predictions[] {
  const low = Math.min(...scored(series));
  const high = Math.max(...scored(series));
  const step = (high - low) / 99;
  return Array.from({ length: 100 }, (_, i) => (i === 99 ? high : i * step + low))
    .reverse()
    .map((threshold) => series.scores.map((score) => (score > threshold ? 1 : 0)));
}

export function evenRanks(series: Series): Predictions[] {
  const falling = scored(series).sort((a, b) => b - a);
  const step = (falling.length - 1) / 249;
  return Array.from({ length: 250 }, (_, k) => falling[k === 249 ? falling.length - 1 : Math.floor(k * step)]!).map(
    (threshold) => atOrAbove(series, threshold),
  );
}

/** The highest value; 0 where there is none. */
const best = (predictions: readonly Predictions[], value: (predicted: Predictions) => number): number =>
  Math.max(0, ...predictions.map(value));

/* ------------------------------------------------------------ F1s */

const pointPrecision = (labels: readonly number[], predicted: Predictions): number =>
  sum(predicted) === 0 ? 0 : sum(predicted.map((flag, row) => flag * labels[row]!)) / sum(predicted);

export function standardF1(series: Series, epsilon: number): number {
  const { labels } = series;
  return best(everyScore(series), (predicted) => {
    const recall = sum(predicted.map((flag, row) => flag * labels[row]!)) / sum(labels);
    return f1(pointPrecision(labels, predicted), recall, epsilon);
  });
}

export function pointAdjusted(labels: readonly number[], predicted: Predictions, fillsRowZero: boolean): number {
  const adjusted = [...predicted];
  for (const run of runs(labels)) {
    const rows = rowsOfRun(run);
    if (!rows.some((row) => predicted[row] === 1)) continue;
    for (const row of rows) if (row > 0 || fillsRowZero) adjusted[row] = 1;
  }
  const hits = sum(adjusted.map((flag, row) => flag * labels[row]!));
  return (2 * hits) / (sum(labels) + sum(adjusted));
}

export const pointAdjustedF1 = ({ labels }: Series, predictions: readonly Predictions[], fillsRowZero: boolean) =>
  best(predictions, (predicted) => pointAdjusted(labels, predicted, fillsRowZero));

export function eventBased(labels: readonly number[], predicted: Predictions, forgetsLastRow: boolean): number {
  const events = runs(labels);
  const hit = events.filter((run) =>
    rowsOfRun(run).some((row) => predicted[row] === 1 && !(forgetsLastRow && row === labels.length - 1)),
  );
  return f1(pointPrecision(labels, predicted), hit.length / events.length, forgetsLastRow ? 1e-15 : 0);
}

export const eventBasedF1 = ({ labels }: Series, predictions: readonly Predictions[], forgetsLastRow: boolean) =>
  best(predictions, (predicted) => eventBased(labels, predicted, forgetsLastRow));

export type Bias = 'flat' | 'front' | 'back' | 'middle';

const WEIGHTS: Readonly<Record<Bias, (row: number, length: number) => number>> = {
  flat: () => 1,
  front: (row, length) => length - row + 1,
  back: (row) => row,
  middle: (row, length) => (row <= length / 2 ? row : length - row + 1),
};

/** Mean reward of the runs of one list by those of the other. */
export function rangeReward(
  judged: Predictions,
  other: Predictions,
  setting: { readonly alpha: number; readonly factor: (overlaps: number) => number; readonly bias: Bias },
): number {
  return mean(
    runs(judged).map((run) => {
      const rows = rowsOfRun(run);
      const overlaps = runs(other).filter(([first, last]) => rows.some((row) => row >= first && row <= last)).length;
      if (overlaps === 0) return 0;
      const weights = rows.map((_, i) => WEIGHTS[setting.bias](i + 1, rows.length));
      const share = sum(weights.filter((_, i) => other[rows[i]!] === 1)) / sum(weights);
      return setting.alpha + (1 - setting.alpha) * setting.factor(overlaps) * share;
    }),
  );
}

export function rangeBased(labels: readonly number[], predicted: Predictions): number {
  if (sum(predicted) === 0) return 0;
  const factor = (overlaps: number) => 1 / overlaps;
  const recall = rangeReward(labels, predicted, { alpha: 0.2, factor, bias: 'flat' });
  return f1(rangeReward(predicted, labels, { alpha: 0, factor, bias: 'flat' }), recall);
}

export const rangeF1 = ({ labels }: Series, predictions: readonly Predictions[]) =>
  best(predictions, (predicted) => rangeBased(labels, predicted));

export function paPercentK(series: Series): number {
  const events = runs(series.labels);
  const atK = (percent: number) =>
    best(everyScore(series), (predicted) => {
      const adjusted = [...predicted];
      for (const run of events) {
        const rows = rowsOfRun(run);
        const covered = rows.filter((row) => predicted[row] === 1).length;
        if (covered > (percent * rows.length) / 100) for (const row of rows) adjusted[row] = 1;
      }
      const hits = sum(adjusted.map((flag, row) => flag * series.labels[row]!));
      return (2 * hits) / (sum(series.labels) + sum(adjusted));
    });
  const values = Array.from({ length: 101 }, (_, percent) => atK(percent));
  return mean(values.slice(1).map((value, i) => (value + values[i]!) / 2));
}

/** Ties together. */
export function kDelayF1({ labels, scores }: Series, delay: number, weigh: (rows: number) => number): number {
  const events = runs(labels).map((run) => {
    const rows = rowsOfRun(run);
    const early = rows.slice(0, Math.max(delay, 1)).map((row) => scores[row]!);
    return { weight: weigh(rows.length), score: Math.max(...early.filter((score) => !Number.isNaN(score))) };
  });
  const quiet = scores.filter((score, row) => labels[row] === 0 && !Number.isNaN(score));
  const thresholds = [...quiet, ...events.map(({ score }) => score)].filter(Number.isFinite);
  return Math.max(
    0,
    ...thresholds.map((threshold) => {
      const found = sum(events.filter(({ score }) => score >= threshold).map(({ weight }) => weight));
      const predicted = found + quiet.filter((score) => score >= threshold).length;
      return f1(found / predicted, found / sum(events.map(({ weight }) => weight)));
    }),
  );
}

/* ------------------------------------------------------------ VUS */

export function vus(
  { labels }: Series,
  predictions: readonly Predictions[],
  buffer: number,
  of: 2022 | 2024,
): { readonly roc: number; readonly pr: number } {
  const rows = labels.length;
  const events = runs(labels);
  const areas = Array.from({ length: buffer + 1 }, (_, w) => {
    const h = Math.floor(w / 2);
    const soft = labels.map((label, row) => {
      const near = events.map(([first, last]) => Math.max(first - row, row - last)).filter((d) => d >= 1 && d <= h);
      return Math.min(1, label + sum(near.map((d) => Math.sqrt(1 - d / w))));
    });
    const segments: Rows[] = [];
    for (const [first, last] of events) {
      const grown: Rows = [Math.max(0, first - h), Math.min(rows - 1, last + h)];
      const before = segments.at(-1);
      if (before !== undefined && before[1] >= grown[0]) segments.splice(-1, 1, [before[0], grown[1]]);
      else segments.push(grown);
    }
    const points = predictions.map((predicted) => {
      const truePositives = sum(soft.map((label, row) => label * predicted[row]!));
      const counted = soft.map((label, row) => (labels[row] === 1 || of === 2022 || predicted[row] === 1 ? label : 0));
      const positives = (sum(labels) + sum(counted)) / 2;
      const existing = segments.filter((run) => rowsOfRun(run).some((row) => predicted[row] === 1)).length;
      return {
        tpr: Math.min(truePositives / positives, 1) * (existing / segments.length),
        fpr: (sum(predicted) - truePositives) / (rows - positives),
        precision: truePositives / sum(predicted),
      };
    });
    const curve = [{ tpr: 0, fpr: 0, precision: 1 }, ...points];
    const closed = [...curve, { tpr: 1, fpr: 1, precision: 0 }];
    return {
      roc: sum(closed.slice(1).map((to, i) => ((to.fpr - closed[i]!.fpr) * (to.tpr + closed[i]!.tpr)) / 2)),
      pr: sum(
        points.map((to, i) => {
          const from = curve[i]!;
          return (to.tpr - from.tpr) * (of === 2024 ? to.precision : (to.precision + from.precision) / 2);
        }),
      ),
    };
  });
  return { roc: mean(areas.map(({ roc }) => roc)), pr: mean(areas.map(({ pr }) => pr)) };
}

/* ------------------------------------------------------------ affiliation */

const CELLS_PER_ROW = 4;

/**
 * Means over points of time, at the middle of each quarter of a row: all borders, ends and turns lie on quarters, and
 * between them every function here is a straight line, so its mean there is its value in the middle.
 */
export function affiliation(labels: readonly number[], predicted: Predictions) {
  const rows = labels.length;
  const events = runs(labels).map(([first, last]) => ({ start: first, end: last + 1 }));
  const points = Array.from({ length: rows * CELLS_PER_ROW }, (_, i) => (i + 0.5) / CELLS_PER_ROW);
  const isPredicted = (t: number) => predicted[Math.floor(t)] === 1;
  const zones = events.map(({ start, end }, i) => {
    const zoneStart = i === 0 ? 0 : (events[i - 1]!.end + start) / 2;
    const zoneEnd = i === events.length - 1 ? rows : (end + events[i + 1]!.start) / 2;
    const length = zoneEnd - zoneStart;
    const inZone = points.filter((t) => t > zoneStart && t < zoneEnd);
    const hits = inZone.filter(isPredicted);
    if (hits.length === 0) return { precision: null, recall: 0 };
    const margin = Math.min(start - zoneStart, zoneEnd - end);
    const ends = predictedEnds(predicted, zoneStart, zoneEnd);
    return {
      precision: mean(
        hits.map((t) => {
          const distance = Math.max(start - t, t - end, 0);
          return distance === 0 ? 1 : 1 - (end - start + Math.min(distance, margin) + distance) / length;
        }),
      ),
      recall: mean(
        inZone
          .filter((t) => t > start && t < end)
          .map((t) => {
            if (isPredicted(t)) return 1;
            const distance = Math.min(...ends.map((end) => Math.abs(end - t)));
            return 1 - (Math.min(distance, t - zoneStart, zoneEnd - t) + distance) / length;
          }),
      ),
    };
  });
  const precisions = zones.flatMap(({ precision }) => (precision === null ? [] : [precision]));
  return {
    precision: precisions.length === 0 ? null : mean(precisions),
    recall: mean(zones.map(({ recall }) => recall)),
    zones,
  };
}

/** Where predicted runs begin and end, clipped to the zone. */
const predictedEnds = (predicted: Predictions, zoneStart: number, zoneEnd: number): number[] =>
  runs(predicted)
    .map(([first, last]) => [Math.max(first, zoneStart), Math.min(last + 1, zoneEnd)] as const)
    .filter(([from, to]) => from < to)
    .flat();

/** At the lowest threshold of those that are best for F1. */
export function bestAffiliation({ labels }: Series, predictions: readonly Predictions[], epsilon: number) {
  let chosen: { readonly precision: number; readonly recall: number; readonly f1: number } | null = null;
  for (const predicted of predictions) {
    const { precision, recall } = affiliation(labels, predicted);
    if (precision === null) continue;
    const value = f1(precision, recall, epsilon);
    if (chosen === null || value >= chosen.f1) chosen = { precision, recall, f1: value };
  }
  return chosen;
}

/* ------------------------------------------------------------ PATE */

interface PateSetting {
  readonly early: number;
  readonly late: number;
  readonly coverage: 'first-run' | 'all';
}

/** Weighted precision and recall of predictions under one pair of buffers. */
export function patePoint(labels: readonly number[], predicted: Predictions, { early, late, coverage }: PateSetting) {
  const events = runs(labels);
  const lateEnds = events.map(([, last], i) => Math.min(last + late, (events[i + 1]?.[0] ?? labels.length) - 1));
  const earlyStarts = events.map(([first], i) => Math.max(0, first - early, i === 0 ? 0 : lateEnds[i - 1]! + 1));
  const isHit = events.map((run) => rowsOfRun(run).some((row) => predicted[row] === 1));
  const distances = (row: number, run: Rows) => sum(rowsOfRun(run).map((own) => Math.abs(row - own)));
  let truePositives = 0;
  let falsePositives = 0;
  predicted.forEach((flag, row) => {
    if (flag === 0) return;
    let weight = labels[row]!;
    events.forEach((run, i) => {
      if (row > run[1] && row <= lateEnds[i]!) weight = 1 - distances(row, run) / distances(lateEnds[i]!, run);
      if (row < run[0] && row >= earlyStarts[i]! && isHit[i]!) {
        weight = 1 - distances(row, run) / distances(earlyStarts[i]!, run);
      }
    });
    truePositives += weight;
    falsePositives += 1 - weight;
  });
  const falseNegatives = sum(
    events.map((run, i) => {
      const rows = rowsOfRun(run);
      if (!isHit[i]) return rows.length;
      const covered = rows.map((row) => predicted[row]!);
      const [firstRun] = runs(covered);
      const reach = run[0] + (coverage === 'all' ? sum(covered) : firstRun![1] - firstRun![0] + 1);
      const longest = distances(run[1], run);
      return sum(
        rows
          .filter((row) => predicted[row] === 0)
          .map((row) => (row <= reach ? 1 : 1 - distances(row, [run[0], reach]) / longest)),
      );
    }),
  );
  return {
    precision: truePositives + falsePositives === 0 ? 0 : truePositives / (truePositives + falsePositives),
    recall: truePositives === 0 ? 0 : truePositives / (truePositives + falseNegatives),
  };
}

export const pateF1 = (labels: readonly number[], predicted: Predictions, settings: readonly PateSetting[]): number =>
  mean(
    settings.map((setting) => {
      const { precision, recall } = patePoint(labels, predicted, setting);
      return f1(precision, recall);
    }),
  );

export const pate = (series: Series, predictions: readonly Predictions[], settings: readonly PateSetting[]): number =>
  mean(
    settings.map((setting) => {
      const curve = [{ precision: 1, recall: 0 }];
      for (const predicted of predictions) {
        const point = patePoint(series.labels, predicted, setting);
        if (point.recall >= curve.at(-1)!.recall - 1e-12) curve.push(point);
      }
      return sum(
        curve.slice(1).map((to, i) => ((to.recall - curve[i]!.recall) * (to.precision + curve[i]!.precision)) / 2),
      );
    }),
  );
