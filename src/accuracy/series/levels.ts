/**
 * Rows in the order in which falling thresholds predict them. Thresholds are numbered from the highest: at level k
 * all rows of levels 0..k are predicted.
 */
export interface Levels {
  /** Number of thresholds at which something may be predicted. */
  readonly count: number;
  /** Level of each row; `count` where no threshold predicts it. */
  readonly levelOf: Uint32Array;
  /** Rows of level k are `rows[starts[k]]` to `rows[starts[k + 1] - 1]`, in order of time; never-predicted rows come last. */
  readonly rows: Uint32Array;
  /** `count + 2` of them. */
  readonly starts: Uint32Array;
}

/** Every distinct score is a threshold; a row is predicted when its score is at or above it. */
export const distinctLevels = (scores: Float64Array): Levels => levelsAt(scores, distinctDescending(scores));

/** A row is predicted when its score is at or above a threshold of these falling ones; where it has none (NaN), never. */
export function levelsAt(scores: Float64Array, thresholds: Float64Array): Levels {
  const levelOf = new Uint32Array(scores.length);
  for (let row = 0; row < scores.length; row++) levelOf[row] = firstAtOrBelow(thresholds, scores[row]!);
  return byLevel(levelOf, thresholds.length);
}

const GRID_THRESHOLDS = 100;

/**
 * TSB-AD's grid: 100 thresholds at equal steps from the lowest to the highest score; a row is predicted when its score
 * is above, not at, the threshold. So the highest threshold predicts nothing and the lowest score is never predicted,
 * and a single high score makes most of the grid useless. Level k is the threshold number 98 - k counted from below.
 */
export function gridLevels(scores: Float64Array): Levels {
  const count = GRID_THRESHOLDS - 1;
  const thresholds = gridThresholds(scores);
  const levelOf = new Uint32Array(scores.length);
  const lowest = thresholds[0]!;
  const stepsPerUnit = count / (thresholds[count]! - lowest);
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row]!;
    const guess = Math.ceil((score - lowest) * stepsPerUnit);
    let below = guess >= 0 && guess <= count ? guess : 0; // thresholds below the score
    while (below < GRID_THRESHOLDS && thresholds[below]! < score) below++;
    while (below > 0 && thresholds[below - 1]! >= score) below--;
    levelOf[row] = count - below;
  }
  return byLevel(levelOf, count);
}

/** Lowest first, in the arithmetic of NumPy's `linspace`, so that no score falls on the other side of a threshold. */
function gridThresholds(scores: Float64Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    if (score < low) low = score;
    if (score > high) high = score;
  }
  const last = GRID_THRESHOLDS - 1;
  const range = high - low;
  const step = range / last;
  const thresholds = new Float64Array(GRID_THRESHOLDS);
  for (let i = 0; i < last; i++) thresholds[i] = (step === 0 ? (i / last) * range : i * step) + low;
  thresholds[last] = high;
  return thresholds;
}

/** Counting sort; keeps the order of time within a level. */
function byLevel(levelOf: Uint32Array, count: number): Levels {
  const starts = new Uint32Array(count + 2);
  for (const level of levelOf) starts[level + 1]!++;
  for (let level = 0; level <= count; level++) starts[level + 1]! += starts[level]!;
  const next = starts.slice(0, count + 1);
  const rows = new Uint32Array(levelOf.length);
  for (let row = 0; row < levelOf.length; row++) rows[next[levelOf[row]!]!++] = row;
  return { count, levelOf, rows, starts };
}

export function distinctDescending(scores: Float64Array): Float64Array {
  const sorted = sortedScores(scores);
  const distinct = new Float64Array(sorted.length);
  let count = 0;
  for (let i = sorted.length - 1; i >= 0; i--) {
    if (count === 0 || sorted[i]! !== distinct[count - 1]!) distinct[count++] = sorted[i]!;
  }
  return distinct.subarray(0, count);
}

/** A rising copy without NaN. */
export function sortedScores(scores: Float64Array): Float64Array {
  const sorted = scores.slice().sort(); // NaN comes last
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1]!)) count--;
  return sorted.subarray(0, count);
}

/** Index of the first of these falling values that is at or below `value`; their number when none is, or for NaN. */
export function firstAtOrBelow(descending: Float64Array, value: number): number {
  let low = 0;
  let high = descending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (descending[middle]! <= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
