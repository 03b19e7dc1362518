import type { Mode } from '../series/mode.ts';
import { runningSum } from '../series/running-sum.ts';
import { type Runs, runLength } from '../series/runs.ts';

/** Weight of the rows of events that are not predicted, as rows enter. */
export interface MissedRows {
  /** A row of an event is predicted. */
  predict(row: number): void;
  readonly isHit: Uint8Array;
  weight(): number;
}

/**
 * A missed row counts 1 where its event is not found at all, and up to `reach` rows after the begin of the event;
 * beyond that it counts less, the later the less: by the sum of its distances to the rows up to there, over the sum of
 * the distances of all rows of the event to its last. The better the event is covered, the longer the reach: in
 * `strict` it is the number of its predicted rows, in `compat` the length of the first predicted run in it.
 * @param eventOf event each row lies in
 */
export function missedRows(events: Runs, eventOf: Int32Array, mode: Mode): MissedRows {
  const isPredicted = new Uint8Array(eventOf.length);
  const covered = new Int32Array(events.count);
  const firstPredicted = Int32Array.from(events.ends, (end) => end + 1);
  const isHit = new Uint8Array(events.count);
  const weights = Float64Array.from(events.starts, (_, event) => runLength(events, event));
  const isStale = new Uint8Array(events.count);
  const stale: number[] = [];
  const total = runningSum();
  total.add(events.rows);

  const firstRunLength = (event: number) => {
    const first = firstPredicted[event]!;
    let row = first;
    while (row <= events.ends[event]! && isPredicted[row] === 1) row++;
    return row - first;
  };
  const weightOf = (event: number) => {
    const length = runLength(events, event);
    const reach = mode === 'compat' ? firstRunLength(event) : covered[event]!;
    const allDistances = (length * (length - 1)) / 2;
    let missed = 0;
    let distances = 0;
    for (let at = 0; at < length; at++) {
      if (isPredicted[events.starts[event]! + at] === 1) continue;
      missed++;
      if (at > reach) distances += (reach + 1) * at - (reach * (reach + 1)) / 2;
    }
    return allDistances === 0 ? missed : missed - distances / allDistances;
  };
  return {
    isHit,
    predict(row) {
      const event = eventOf[row]!;
      isPredicted[row] = 1;
      isHit[event] = 1;
      covered[event]! += 1;
      if (row < firstPredicted[event]!) firstPredicted[event] = row;
      if (isStale[event] === 0) stale.push(event);
      isStale[event] = 1;
    },
    weight() {
      for (const event of stale) {
        isStale[event] = 0;
        total.add(-weights[event]!);
        weights[event] = weightOf(event);
        total.add(weights[event]!);
      }
      stale.length = 0;
      return total.value();
    },
  };
}
