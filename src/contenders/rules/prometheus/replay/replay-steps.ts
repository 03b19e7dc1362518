import type { SampleSource } from '../../../../promql/sample-source.ts';
import type { EvaluationLog } from '../evaluation/evaluation-log.ts';
import type { Foretold } from '../evaluation/foretold.ts';
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
 * Every evaluation one after the other, as a server would have made them. Right for any rules; slow over long ranges.
 * @param written empty; holds afterwards all that the rules wrote
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
  while (clock.nextMs <= range.endMs) {
    nowMs = clock.nextMs;
    runner.evaluate(clock.take(), nowMs, log);
  }
}
