import type { LabelledScores } from '../series/labelled-scores.ts';
import { distinctDescending } from '../series/levels.ts';
import type { Mode } from '../series/mode.ts';

const PATE_THRESHOLDS = 250;

/**
 * Falling thresholds. `strict`: every distinct score. `compat`: 250 percentiles of those distinct scores at which the
 * number of labelled rows found changes to either side, interpolated between them in the arithmetic of NumPy.
 */
export function pateThresholds(series: LabelledScores, mode: Mode): Float64Array {
  const distinct = distinctDescending(series.scores);
  return mode === 'strict' ? distinct : percentiles(turningPoints(series, distinct));
}

function turningPoints({ scores, labels }: LabelledScores, distinct: Float64Array): Float64Array {
  const last = distinct.length - 1;
  if (last < 2) return distinct;
  const labelled = distinctDescending(scores.filter((_, row) => labels[row] === 1));
  const finds = new Uint8Array(distinct.length); // 1 where the threshold finds labelled rows the one above does not
  for (let level = 0, found = 0; found < labelled.length; level++) {
    if (distinct[level] !== labelled[found]) continue;
    finds[level] = 1;
    found++;
  }
  return distinct.filter((_, i) => i === 0 || i === last || finds[i] === 1 || finds[i + 1] === 1);
}

function percentiles(descending: Float64Array): Float64Array {
  const ascending = descending.slice().reverse();
  const last = ascending.length - 1;
  const step = -100 / (PATE_THRESHOLDS - 1);
  const thresholds = new Float64Array(PATE_THRESHOLDS);
  for (let i = 0; i < PATE_THRESHOLDS; i++) {
    const percent = i === PATE_THRESHOLDS - 1 ? 0 : i * step + 100;
    const at = last * (percent / 100);
    const below = Math.floor(at);
    thresholds[i] = below >= last ? ascending[last]! : between(ascending[below]!, ascending[below + 1]!, at - below);
  }
  return thresholds;
}

const between = (low: number, high: number, share: number): number =>
  share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
