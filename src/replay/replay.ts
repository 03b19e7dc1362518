import type { Cause, Verdict, Watcher } from '../contenders/contract.ts';
import { type Recording, rowCount } from '../telemetry/recording.ts';
import { observationAt } from './observation.ts';
import type { ScoreTrace } from './score-trace.ts';

/** A contender broke its contract: a score that is not finite. A bug of the contender, not of the data. */
export class ContractBreach extends Error {
  override readonly name = 'ContractBreach';
}

/** One `observe` at a time, in the order recorded: the reference way over a recording. */
export function observeAll(watcher: Watcher, recording: Recording): Verdict[] {
  const session = watcher.open(recording.channels);
  const values = new Float64Array(recording.columns.length);
  const verdicts: Verdict[] = [];
  for (let row = 0; row < rowCount(recording); row++) {
    verdicts.push(session.observe(observationAt(recording, row, values)));
  }
  return verdicts;
}

/**
 * Session × recording → score trace, by the contender's own fast path where it offers one.
 * @throws ContractBreach when a score is NaN or infinite: under `score > threshold` it would be a missed page nobody sees.
 */
export function replay(watcher: Watcher, recording: Recording): ScoreTrace {
  const verdicts = watcher.replayAll?.(recording) ?? observeAll(watcher, recording);
  return toScoreTrace(recording, verdicts);
}

const NO_CAUSES: readonly Cause[] = [];

export function toScoreTrace(recording: Recording, verdicts: readonly Verdict[]): ScoreTrace {
  const rows = rowCount(recording);
  if (verdicts.length !== rows)
    throw new ContractBreach(`${recording.id}: ${verdicts.length} verdicts for ${rows} rows`);
  const scores = new Float64Array(rows);
  const abstentions = new Array<string | undefined>(rows).fill(undefined);
  const causes = new Array<readonly Cause[]>(rows).fill(NO_CAUSES);
  verdicts.forEach((verdict, row) => {
    if (verdict.kind === 'abstained') {
      scores[row] = Number.NaN;
      abstentions[row] = verdict.reason;
    } else {
      if (!Number.isFinite(verdict.score)) {
        throw new ContractBreach(`${recording.id} row ${row + 1}: score ${verdict.score} is not finite`);
      }
      scores[row] = verdict.score;
      causes[row] = verdict.causes;
    }
  });
  return { recordingId: recording.id, timestampsMs: recording.timestampsMs, scores, abstentions, causes };
}
