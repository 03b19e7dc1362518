import { firstTickMs } from './engine-options.ts';
import { intervalsOf } from './group-runner.ts';
import type { RuleProgram } from './rule-program.ts';

/** When which group is due. Groups due at the same time come in the order of the files. */
export interface GroupClock {
  /** Time of the next evaluation; infinite where there are no groups. */
  readonly nextMs: number;
  /** The group that is due next; it is then due again one interval later. */
  take(): number;
  /** Evaluations before that time are skipped, as by a server that was not running. @returns how many */
  skipUntil(atMs: number): number;
  state(): readonly number[];
}

export function groupClock(program: RuleProgram, startMs: number, from?: readonly number[]): GroupClock {
  const intervals = intervalsOf(program);
  const { options } = program;
  const next = from?.slice() ?? program.groups.map(({ group }) => firstTickMs(group, options, startMs));

  function earliest(): number {
    let best = 0;
    for (let i = 1; i < next.length; i++) if (next[i]! < next[best]!) best = i;
    return best;
  }

  return {
    get nextMs() {
      return next[earliest()] ?? Number.POSITIVE_INFINITY;
    },
    take() {
      const group = earliest();
      next[group]! += intervals[group]!;
      return group;
    },
    skipUntil(atMs) {
      let skipped = 0;
      intervals.forEach((intervalMs, group) => {
        const late = Math.ceil((atMs - next[group]!) / intervalMs);
        if (late <= 0) return;
        skipped += late;
        next[group]! += late * intervalMs;
      });
      return skipped;
    },
    state: () => [...next],
  };
}
