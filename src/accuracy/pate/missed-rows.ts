import type { Mode } from '../series/mode.ts';
import { runningSum } from '../series/running-sum.ts';
import { type Runs, runLength } from '../series/runs.ts';
import { rowCounter } from './row-counter.ts';

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
  const counter = rowCounter(eventOf.length);
  const firstPredicted = Int32Array.from(events.ends, (end) => end + 2); // no neighbour of a row of the event
  const firstRunEnd = Int32Array.from(firstPredicted);
  const extendFirstRun = (event: number, row: number) => {
    if (row < firstPredicted[event]!) {
      if (row + 1 < firstPredicted[event]!) firstRunEnd[event] = row;
      firstPredicted[event] = row;
    }
    let end = firstRunEnd[event]!;
    while (end < events.ends[event]! && isPredicted[end + 1] === 1) end++;
    firstRunEnd[event] = end;
  };
  const isHit = new Uint8Array(events.count);
  const weights = Float64Array.from(events.starts, (_, event) => runLength(events, event));
  const isStale = new Uint8Array(events.count);
  const stale: number[] = [];
  const total = runningSum();
  total.add(events.rows);

  const weightOf = (event: number) => {
    const start = events.starts[event]!;
    const length = runLength(events, event);
    const missed = length - covered[event]!;
    const reach = mode === 'compat' ? firstRunEnd[event]! - firstPredicted[event]! + 1 : covered[event]!;
    const far = start + reach + 1; // missed rows from here on count less
    const farRows = Math.max(0, start + length - far);
    const predicted = counter.within(far, start + length);
    const farMissed = farRows - predicted.count;
    const sumFromStart = (farRows * (reach + length)) / 2 - (predicted.sum - predicted.count * start);
    const distances = (reach + 1) * sumFromStart - (farMissed * reach * (reach + 1)) / 2;
    return farMissed === 0 ? missed : missed - distances / ((length * (length - 1)) / 2);
  };
  return {
    isHit,
    predict(row) {
      const event = eventOf[row]!;
      isPredicted[row] = 1;
      isHit[event] = 1;
      covered[event]! += 1;
      counter.add(row);
      extendFirstRun(event, row);
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
