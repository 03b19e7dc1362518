import type { TimeShift } from '../syntax.ts';
import type { Evaluation } from './evaluation.ts';

/** Where `@` pins the time to look at, in milliseconds; null without `@`. */
function pinnedMs({ at }: TimeShift, { queryStartMs, queryEndMs }: Evaluation): number | null {
  switch (at?.kind) {
    case undefined:
      return null;
    case 'time':
      return at.timestampMs;
    case 'start':
      return queryStartMs;
    case 'end':
      return queryEndMs;
  }
}

/** The time each step looks at, after `@` and `offset`, whatever their order in the text. */
export function referenceTimes(shift: TimeShift, evaluation: Evaluation): Float64Array {
  const { timesMs } = evaluation.steps;
  const pinned = pinnedMs(shift, evaluation);
  if (pinned !== null) return new Float64Array(timesMs.length).fill(pinned - shift.offsetMs);
  return shift.offsetMs === 0 ? timesMs : timesMs.map((atMs) => atMs - shift.offsetMs);
}
