import { runningSum } from '../series/running-sum.ts';
import type { Runs } from '../series/runs.ts';
import { precisionShortfall, recallShortfall, type Zones, zoneOfRow, zonesOf } from './zones.ts';

/** Affiliation of a set of predicted rows that loses rows one by one. */
export interface AffiliationState {
  remove(row: number): void;
  /** Mean over the zones with a prediction; null where there is none at all. */
  precision(): number | null;
  /** Mean over all zones. */
  recall(): number;
  precisionOf(zone: number): number | null;
  recallOf(zone: number): number;
}

const NONE = -1;

/**
 * Predicted rows form a list, each knowing its neighbours, so that a row leaves at a constant cost. That is why rows
 * are taken out of the whole rather than put in.
 */
export function affiliationState(
  events: Runs,
  isPredicted: (row: number) => boolean,
  rowCount: number,
): AffiliationState {
  const zones = zonesOf(events, rowCount);
  const zoneOf = zoneOfRow(zones, rowCount);
  const sums = zoneSums(zones);
  const previous = new Int32Array(rowCount).fill(NONE);
  const next = new Int32Array(rowCount).fill(NONE);

  const partIn = (zone: number, row: number, change: 1 | -1) => {
    sums.changePrediction(zone, Math.max(row, zones.start[zone]!), Math.min(row + 1, zones.end[zone]!), change);
  };
  /** Where the prediction before (after) the row ends (begins); null where that lies outside the zone. */
  const endBefore = (zone: number, row: number) => {
    const before = previous[row]!;
    return before !== NONE && before + 1 > zones.start[zone]! ? before + 1 : null;
  };
  const startAfter = (zone: number, row: number) => {
    const after = next[row]!;
    return after !== NONE && after < zones.end[zone]! ? after : null;
  };
  const eachZoneOf = (row: number, visit: (zone: number) => void) => {
    const zone = zoneOf[row]!;
    visit(zone);
    if (zones.end[zone]! < row + 1) visit(zone + 1);
  };

  let last = NONE;
  for (let row = 0; row < rowCount; row++) {
    if (!isPredicted(row)) continue;
    previous[row] = last;
    if (last !== NONE) next[last] = row;
    last = row;
  }
  for (let row = last; row !== NONE; row = previous[row]!) {
    eachZoneOf(row, (zone) => {
      partIn(zone, row, 1);
      const after = startAfter(zone, row);
      sums.changeGap(zone, row + 1, after, 1);
      if (endBefore(zone, row) === null) sums.changeGap(zone, null, row, 1);
    });
  }
  sums.refreshAll();

  return {
    ...sums,
    remove(row) {
      eachZoneOf(row, (zone) => {
        const before = endBefore(zone, row);
        const after = startAfter(zone, row);
        partIn(zone, row, -1);
        sums.changeGap(zone, before, row, -1);
        sums.changeGap(zone, row + 1, after, -1);
        if (before !== null || after !== null) sums.changeGap(zone, before, after, 1);
        sums.refresh(zone);
      });
      if (previous[row] !== NONE) next[previous[row]!] = next[row]!;
      if (next[row] !== NONE) previous[next[row]!] = previous[row]!;
    },
  };
}

/** What the predictions of each zone come to. Lengths and shortfalls are exact, so taking out undoes putting in. */
function zoneSums(zones: Zones) {
  const predictedLength = new Float64Array(zones.count);
  const precisionShort = new Float64Array(zones.count);
  const recallShort = new Float64Array(zones.count);
  const precisions = new Float64Array(zones.count).fill(Number.NaN); // as entered in the sums below
  const recalls = new Float64Array(zones.count);
  const precisionSum = runningSum();
  const recallSum = runningSum();
  let zonesPredicted = 0;

  const zoneLength = (zone: number) => zones.end[zone]! - zones.start[zone]!;
  const precisionOf = (zone: number) =>
    predictedLength[zone] === 0 ? null : 1 - precisionShort[zone]! / zoneLength(zone) / predictedLength[zone]!;
  const recallOf = (zone: number) =>
    predictedLength[zone] === 0
      ? 0
      : 1 - recallShort[zone]! / zoneLength(zone) / (zones.eventEnd[zone]! - zones.eventStart[zone]!);
  const refresh = (zone: number) => {
    const wasPredicted = !Number.isNaN(precisions[zone]!);
    if (wasPredicted) {
      precisionSum.add(-precisions[zone]!);
      zonesPredicted--;
    }
    recallSum.add(-recalls[zone]!);
    const precision = precisionOf(zone);
    precisions[zone] = precision ?? Number.NaN;
    recalls[zone] = recallOf(zone);
    if (precision !== null) {
      precisionSum.add(precision);
      zonesPredicted++;
    }
    recallSum.add(recalls[zone]!);
  };
  return {
    changePrediction(zone: number, from: number, to: number, change: 1 | -1): void {
      predictedLength[zone]! += change * (to - from);
      const before = Math.min(to, zones.eventStart[zone]!);
      const after = Math.max(from, zones.eventEnd[zone]!);
      if (from < before) precisionShort[zone]! += change * precisionShortfall(zones, zone, from, before);
      if (after < to) precisionShort[zone]! += change * precisionShortfall(zones, zone, after, to);
    },
    changeGap(zone: number, left: number | null, right: number | null, change: 1 | -1): void {
      recallShort[zone]! += change * recallShortfall(zones, zone, left, right);
    },
    refresh,
    refreshAll(): void {
      for (let zone = 0; zone < zones.count; zone++) refresh(zone);
    },
    precision: () => (zonesPredicted === 0 ? null : precisionSum.value() / zonesPredicted),
    recall: () => recallSum.value() / zones.count,
    precisionOf,
    recallOf,
  };
}
