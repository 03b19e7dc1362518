import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { EvaluationLog } from '../evaluation/evaluation-log.ts';
import type { Foretold } from '../evaluation/foretold.ts';
import { forgetting } from '../evaluation/forgetting.ts';
import { groupClock } from '../evaluation/group-clock.ts';
import { groupRunner } from '../evaluation/group-runner.ts';
import { layeredSource } from '../evaluation/layered-source.ts';
import { type LiveWindow, liveWindow } from '../evaluation/live-window.ts';
import type { RuleProgram } from '../evaluation/rule-program.ts';

export interface ReplayRange {
  readonly startMs: number;
  /** The last evaluation may be here. */
  readonly endMs: number;
}

/**
 * Every evaluation one after the other, as a server would have made them: slow over long ranges where nothing is
 * foretold.
 * @param written empty; holds afterwards what the rules wrote, as far back as some expression reaches (`reachMs`; null: all)
 * @param foretold what is known of rules ahead of their time
 */
export function replaySteps(
  program: RuleProgram,
  recorded: SampleSource,
  range: ReplayRange,
  log: EvaluationLog,
  written: LiveWindow = liveWindow(),
  foretold?: Foretold,
): void {
  let nowMs = range.startMs;
  const source = layeredSource(recorded, written, () => nowMs);
  const runner = groupRunner(program, source, written.append, undefined, foretold);
  const clock = groupClock(program, range.startMs);
  const forget = forgetting(written, program.reachMs);
  while (clock.nextMs <= range.endMs) {
    nowMs = clock.nextMs;
    runner.evaluate(clock.take(), nowMs, log);
    forget.upTo(nowMs);
  }
}
