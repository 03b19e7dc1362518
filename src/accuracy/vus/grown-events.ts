import type { Runs } from '../series/runs.ts';

/** Events grown by the same number of rows on both sides, joined where they overlap. */
export interface GrownEvents {
  /** One row more on both sides. */
  grow(): void;
  readonly count: number;
  /** For each grown event, the level of its first predicted row (the lowest level in it). */
  readonly firstLevel: Int32Array;
}

/** @param levelOf level of a row, asked for each row once at most, when an event first reaches it */
export function grownEvents(events: Runs, rowCount: number, levelOf: (row: number) => number): GrownEvents {
  const first = events.starts.slice();
  const last = events.ends.slice();
  const firstLevel = new Int32Array(events.count);
  for (let event = 0; event < events.count; event++) {
    let lowest = levelOf(first[event]!);
    for (let row = first[event]! + 1; row <= last[event]!; row++) lowest = Math.min(lowest, levelOf(row));
    firstLevel[event] = lowest;
  }
  const growEach = (count: number) => {
    for (let i = 0; i < count; i++) {
      if (first[i]! > 0) firstLevel[i] = Math.min(firstLevel[i]!, levelOf(--first[i]!));
      if (last[i]! < rowCount - 1) firstLevel[i] = Math.min(firstLevel[i]!, levelOf(++last[i]!));
    }
  };
  const join = (count: number): number => {
    let kept = 0;
    for (let i = 1; i < count; i++) {
      if (first[i]! <= last[kept]!) {
        last[kept] = Math.max(last[kept]!, last[i]!);
        firstLevel[kept] = Math.min(firstLevel[kept]!, firstLevel[i]!);
      } else {
        kept++;
        first[kept] = first[i]!;
        last[kept] = last[i]!;
        firstLevel[kept] = firstLevel[i]!;
      }
    }
    return kept + 1;
  };
  let count = events.count;
  return {
    firstLevel,
    get count() {
      return count;
    },
    grow() {
      growEach(count);
      count = join(count);
    },
  };
}
