import type { LabelledScores } from '../series/labelled-scores.ts';
import { firstAtOrBelow } from '../series/levels.ts';
import type { Mode } from '../series/mode.ts';
import { type BufferRows, bufferRowsOf } from './buffer-rows.ts';
import { grownEvents } from './grown-events.ts';
import { type VusThresholds, vusThresholds } from './thresholds.ts';

export interface VusDefinition {
  /** Soft labels that enter the number of positives: of predicted buffer rows (2024), or of all of them (2022). */
  readonly positives: 'predicted' | 'all';
  /** Area under the precision-recall curve: as a staircase (2024) or by the trapezoid rule (2022). */
  readonly prArea: 'step' | 'trapezoid';
}

export interface VusVolumes {
  readonly roc: number;
  readonly pr: number;
}

/**
 * Mean areas over the buffers 0..buffer. A buffer of w rows grows each event by h = floor(w / 2) rows on both sides; a
 * row at distance d of an event has the soft label sqrt(1 - d / w).
 *
 * Two soft labels always add up to more than 1, since each is at least sqrt(1/2): a row within h of two events counts
 * 1, and distances to the two nearest events say all there is to know of a row. So each buffer costs one walk over the
 * rows near events; the others only ever count as predicted or not.
 *
 * @param series with events, and with rows outside them
 */
export function vusVolumes(
  series: LabelledScores,
  { buffer, mode, definition }: { readonly buffer: number; readonly mode: Mode; readonly definition: VusDefinition },
): VusVolumes {
  const rowCount = series.scores.length;
  const reach = buffer >> 1;
  const bufferRows = bufferRowsOf(series.events, rowCount, reach);
  const levels = relevantLevels(series, bufferRows, vusThresholds(series.scores, mode));
  const near = byLevel(bufferRows, levels);
  const grown = grownEvents(series.events, rowCount, levels.levelOf);
  const existence = new Float64Array(levels.count);
  const softLabels = new Float64Array(reach + 1);
  let roc = 0;
  let pr = 0;
  for (let w = 0; w <= buffer; w++) {
    const h = w >> 1;
    if (w > 0 && w % 2 === 0) grown.grow();
    if (w % 2 === 0) fillExistence(existence, grown.firstLevel, grown.count);
    for (let d = 1; d <= h; d++) softLabels[d] = Math.sqrt(1 - d / w);
    const areas = areasAt(h, { near, levels, existence, softLabels, series, definition });
    roc += areas.roc;
    pr += areas.pr;
  }
  return { roc: roc / (buffer + 1), pr: pr / (buffer + 1) };
}

interface RelevantLevels {
  readonly count: number;
  /** Rows predicted at each level. */
  readonly predicted: Float64Array;
  /** Rows of events predicted at each level. */
  readonly inEvents: Float64Array;
  /** `count` for a row that abstained. */
  readonly levelOf: (row: number) => number;
}

/**
 * Thresholds at which a row near an event enters, the one before each of them, and the last. Between them only the
 * number of false alarms grows, along a straight piece of both curves.
 */
function relevantLevels(series: LabelledScores, near: BufferRows, all: VusThresholds): RelevantLevels {
  const { scores, events } = series;
  const { thresholds, predicted } = all;
  const levelOfRow = (row: number) => firstAtOrBelow(thresholds, scores[row]!);
  const entering = new Float64Array(thresholds.length);
  const kept = new Uint8Array(thresholds.length);
  kept[thresholds.length - 1] = 1;
  const keep = (level: number) => {
    kept[level] = 1;
    if (level > 0) kept[level - 1] = 1;
  };
  for (let event = 0; event < events.count; event++) {
    for (let row = events.starts[event]!; row <= events.ends[event]!; row++) {
      const level = levelOfRow(row);
      if (level === thresholds.length) continue; // it abstained
      entering[level]! += 1;
      keep(level);
    }
  }
  for (const row of near.rows) {
    const level = levelOfRow(row);
    if (level < thresholds.length) keep(level);
  }
  const renumbered = new Int32Array(thresholds.length + 1);
  const keptPredicted = new Float64Array(thresholds.length);
  const inEvents = new Float64Array(thresholds.length);
  let count = 0;
  let found = 0;
  for (let level = 0; level < thresholds.length; level++) {
    found += entering[level]!;
    if (kept[level] === 0) continue;
    renumbered[level] = count;
    keptPredicted[count] = predicted[level]!;
    inEvents[count++] = found;
  }
  renumbered[thresholds.length] = count;
  return { count, predicted: keptPredicted, inEvents, levelOf: (row) => renumbered[levelOfRow(row)]! };
}

/** Buffer rows in the order in which they are predicted; last those that never are. */
interface NearRows {
  readonly nearest: Int32Array;
  readonly secondNearest: Int32Array;
  /** Those of level k are `starts[k]` to `starts[k + 1] - 1`. */
  readonly starts: Uint32Array;
}

function byLevel({ rows, nearest, secondNearest }: BufferRows, { count, levelOf }: RelevantLevels): NearRows {
  const levels = Int32Array.from(rows, levelOf);
  const starts = new Uint32Array(count + 2);
  for (const level of levels) starts[level + 1]!++;
  for (let level = 0; level <= count; level++) starts[level + 1]! += starts[level]!;
  const next = starts.slice();
  const sorted = { nearest: new Int32Array(rows.length), secondNearest: new Int32Array(rows.length), starts };
  for (let i = 0; i < rows.length; i++) {
    const at = next[levels[i]!]!++;
    sorted.nearest[at] = nearest[i]!;
    sorted.secondNearest[at] = secondNearest[i]!;
  }
  return sorted;
}

/** Share of the grown events with a predicted row, at each level. */
function fillExistence(existence: Float64Array, firstLevel: Int32Array, count: number): void {
  existence.fill(0);
  for (let event = 0; event < count; event++) {
    const level = firstLevel[event]!;
    if (level < existence.length) existence[level]! += 1;
  }
  let hit = 0;
  for (let level = 0; level < existence.length; level++) {
    hit += existence[level]!;
    existence[level] = hit / count;
  }
}

interface Surface {
  readonly near: NearRows;
  readonly levels: RelevantLevels;
  readonly existence: Float64Array;
  /** By distance. */
  readonly softLabels: Float64Array;
  readonly series: LabelledScores;
  readonly definition: VusDefinition;
}

/** Both curves of one buffer, from (0, 0) over all levels; the ROC curve ends in (1, 1). */
function areasAt(h: number, surface: Surface): VusVolumes {
  const { near, levels, existence, softLabels, series, definition } = surface;
  const { nearest, secondNearest, starts } = near;
  const rowCount = series.scores.length;
  const eventRows = series.events.rows;
  const softOf = (i: number) => (nearest[i]! > h ? 0 : secondNearest[i]! <= h ? 1 : softLabels[nearest[i]!]!);
  let softAll = 0;
  if (definition.positives === 'all') for (let i = 0; i < nearest.length; i++) softAll += softOf(i);
  let soft = 0; // of predicted buffer rows
  let roc = 0;
  let pr = 0;
  let previousTpr = 0;
  let previousFpr = 0;
  let previousPrecision = 1;
  for (let level = 0; level < levels.count; level++) {
    for (let i = starts[level]!; i < starts[level + 1]!; i++) soft += softOf(i);
    const truePositives = levels.inEvents[level]! + soft;
    const positives = eventRows + (definition.positives === 'all' ? softAll : soft) / 2;
    const tpr = Math.min(truePositives / positives, 1) * existence[level]!;
    const fpr = (levels.predicted[level]! - truePositives) / (rowCount - positives);
    const precision = truePositives / levels.predicted[level]!;
    roc += ((fpr - previousFpr) * (tpr + previousTpr)) / 2;
    pr += (tpr - previousTpr) * (definition.prArea === 'step' ? precision : (precision + previousPrecision) / 2);
    previousTpr = tpr;
    previousFpr = fpr;
    previousPrecision = precision;
  }
  return { roc: roc + ((1 - previousFpr) * (1 + previousTpr)) / 2, pr };
}
