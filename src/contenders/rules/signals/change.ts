import type { State } from '../../state-codec.ts';
import type { Signal } from './signal.ts';

interface Entry {
  readonly atMs: number;
  readonly reading: number;
}

/**
 * Reading minus the latest one that is at least `overMs` old. Where rows are further apart than that, it is the change
 * since the row before. Keeps one entry per distinct time within `overMs`, and the one before.
 */
export function changeSignal(overMs: number, from: State | undefined): Signal {
  let queue: Entry[] = [...((from as unknown as readonly Entry[] | undefined) ?? [])];
  let head = 0;
  return {
    next(nowMs, reading) {
      while (head + 1 < queue.length && nowMs - queue[head + 1]!.atMs >= overMs) head++;
      if (head > 256 && head * 2 > queue.length) {
        queue = queue.slice(head);
        head = 0;
      }
      const before = queue[head];
      const change = before !== undefined && nowMs - before.atMs >= overMs ? reading - before.reading : null;
      if (queue.length > head && queue.at(-1)!.atMs === nowMs) queue.pop();
      queue.push({ atMs: nowMs, reading });
      return change;
    },
    learned: () => null,
    state: () => queue.slice(head) as unknown as State,
  };
}
