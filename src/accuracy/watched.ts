import type { FalseAlarmPromise } from '../contenders/contract.ts';
import type { PolicySettings } from '../record/schema.ts';
import { raiseAlerts } from '../replay/alert-policy.ts';
import type { WatchTask } from '../replay/assignment.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { policyAt } from '../replay/threshold-search.ts';
import { toJudged } from './judge.ts';
import type { Judged } from './metric.ts';
import type { Tolerance } from './tolerance.ts';

/** A recording with what one contender said about it. */
export interface Watched {
  readonly task: WatchTask;
  readonly trace: ScoreTrace;
  /** What the watcher promised of itself; absent: nothing. */
  readonly promise?: FalseAlarmPromise;
}

/** Scores become alerts under the shared policy at this threshold, ready for the metrics. */
export function judge(
  { task, trace }: Watched,
  threshold: number,
  policy: PolicySettings,
  tolerance?: Tolerance,
): Judged {
  const alerts = highestScore(trace) < threshold ? [] : raiseAlerts(trace, policyAt(threshold, policy));
  return toJudged({
    labelled: task.labelled,
    trace,
    alerts,
    threshold,
    fromRow: task.fromRow,
    ...(tolerance && { tolerance }),
  });
}

const HIGHEST = new WeakMap<ScoreTrace, number>();

/** Most thresholds that are searched are high ones, above every score of most recordings. */
function highestScore(trace: ScoreTrace): number {
  const before = HIGHEST.get(trace);
  if (before !== undefined) return before;
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of trace.scores) if (score > highest) highest = score; // NaN (abstained) is not
  HIGHEST.set(trace, highest);
  return highest;
}
