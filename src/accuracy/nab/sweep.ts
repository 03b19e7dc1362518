import { distinctDescending, firstAtOrBelow } from '../series/levels.ts';
import type { NabProfile } from './profiles.ts';
import { nabRowValue } from './row-values.ts';
import { assertScores, type NabSeries } from './score-series.ts';
import { countedSegments } from './segments.ts';

/** NAB's candidate at which nothing is detected, its scores being at most 1. */
const DETECT_NOTHING = 1.1;

/** Values per unit of weight: a profile is a factor on the rows inside windows and one on those outside. */
const UNIT: NabProfile = { id: 'standard', truePositive: 1, falsePositive: 1, falseNegative: 1 };

/**
 * The threshold with the best corpus score, shared by all files: every distinct score of a counted row is tried, and
 * one above them all. Of equally good thresholds the highest wins.
 *
 * This is NAB's own protocol: the threshold is chosen on the very labels it is judged by.
 */
export function sweepThreshold(corpus: readonly NabSeries[], profile: NabProfile): number {
  return sweepThresholds(corpus, [profile])[0]!;
}

/** As `sweepThreshold`, for several profiles: the rows are ranked once. One threshold per profile. */
export function sweepThresholds(corpus: readonly NabSeries[], profiles: readonly NabProfile[]): number[] {
  const ranked = rankRows(corpus);
  return profiles.map((profile) => bestThreshold(ranked, profile));
}

interface Ranked {
  /** Distinct scores of counted rows, falling. */
  readonly levels: Float64Array;
  /** Per level: sum of unit values of its rows outside windows. */
  readonly outside: Float64Array;
  /** Rows inside windows, by level; `firstOf[level]` is where those of a level begin. */
  readonly firstOf: Uint32Array;
  readonly windowOf: Uint32Array;
  readonly worthOf: Float64Array;
  readonly windowCount: number;
}

function bestThreshold(ranked: Ranked, { truePositive, falsePositive, falseNegative }: NabProfile): number {
  const { levels, outside, firstOf, windowOf, worthOf, windowCount } = ranked;
  const bestOfWindow = new Float64Array(windowCount).fill(-falseNegative);
  let total = 0; // above the score of detecting nothing
  let best = 0;
  let threshold = nothingDetectedAt(levels[0]);
  for (let level = 0; level < levels.length; level++) {
    total += falsePositive * outside[level]!;
    for (let i = firstOf[level]!; i < firstOf[level + 1]!; i++) {
      const value = truePositive * worthOf[i]!;
      const window = windowOf[i]!;
      if (value <= bestOfWindow[window]!) continue;
      total += value - bestOfWindow[window]!;
      bestOfWindow[window] = value;
    }
    if (total > best) {
      best = total;
      threshold = levels[level]!;
    }
  }
  return threshold;
}

function nothingDetectedAt(highest: number | undefined): number {
  if (highest === undefined || highest < DETECT_NOTHING) return DETECT_NOTHING;
  return highest + Math.max(Math.abs(highest), 1) * 1e-6;
}

/**
 * Counted rows by level of score. What rows outside windows are worth adds up, so only rows inside windows need an
 * order: the scores are sorted as plain numbers, and each row finds its level among the distinct ones.
 */
function rankRows(corpus: readonly NabSeries[]): Ranked {
  corpus.forEach(assertScores);
  const levels = distinctDescending(countedScores(corpus));
  const outside = new Float64Array(levels.length);
  const insideCount = corpus.reduce((sum, series) => sum + countedInside(series), 0);
  const rows = {
    level: new Uint32Array(insideCount),
    window: new Uint32Array(insideCount),
    value: new Float64Array(insideCount),
  };
  let filled = 0;
  let windowCount = 0;
  for (const { scores, windows, probationRows } of corpus) {
    for (const segment of countedSegments(scores.length, windows, probationRows)) {
      for (let row = segment.fromRow; row < segment.toRow; row++) {
        const level = firstAtOrBelow(levels, scores[row]!);
        const value = nabRowValue(row, segment, UNIT);
        if (segment.window < 0) outside[level]! += value;
        else {
          rows.level[filled] = level;
          rows.window[filled] = windowCount + segment.window;
          rows.value[filled++] = value;
        }
      }
    }
    windowCount += windows.length;
  }
  return { levels, outside, windowCount, ...byLevel(rows, levels.length) };
}

const countedInside = ({ scores, windows, probationRows }: NabSeries): number =>
  countedSegments(scores.length, windows, probationRows).reduce(
    (sum, { window, fromRow, toRow }) => sum + (window < 0 ? 0 : toRow - fromRow),
    0,
  );

function countedScores(corpus: readonly NabSeries[]): Float64Array {
  const counted = corpus.map(({ scores, probationRows }) => scores.subarray(Math.min(probationRows, scores.length)));
  const all = new Float64Array(counted.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const scores of counted) {
    all.set(scores, filled);
    filled += scores.length;
  }
  return all;
}

/** Counting sort: linear, and rows of one level stay in the order of the corpus. */
function byLevel(
  rows: { readonly level: Uint32Array; readonly window: Uint32Array; readonly value: Float64Array },
  levelCount: number,
): Pick<Ranked, 'firstOf' | 'windowOf' | 'worthOf'> {
  const firstOf = new Uint32Array(levelCount + 1);
  for (const level of rows.level) firstOf[level + 1]! += 1;
  for (let level = 0; level < levelCount; level++) firstOf[level + 1]! += firstOf[level]!;
  const next = firstOf.slice();
  const windowOf = new Uint32Array(rows.level.length);
  const worthOf = new Float64Array(rows.level.length);
  for (let i = 0; i < rows.level.length; i++) {
    const at = next[rows.level[i]!]!++;
    windowOf[at] = rows.window[i]!;
    worthOf[at] = rows.value[i]!;
  }
  return { firstOf, windowOf, worthOf };
}
