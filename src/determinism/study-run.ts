import type { Watcher } from '../contenders/contract.ts';
import { sha256 } from '../digest.ts';
import type { ErrandReport } from '../record/errand.ts';
import type { WatchTask } from '../replay/assignment.ts';
import { replay } from '../replay/replay.ts';
import { rowCount } from '../telemetry/recording.ts';

/** One pass of one watcher over everything it is judged on. */
export interface StudyRun {
  readonly artefactDigest: string;
  /** One array per judged task, in its order, a score per row of the whole recording; NaN: abstained. */
  readonly scores: readonly Float64Array[];
}

/** @throws ContractBreach when a score is not finite. */
export function runInProcess(watcher: Watcher, judged: readonly WatchTask[]): StudyRun {
  return {
    artefactDigest: sha256(watcher.artefact()),
    scores: judged.map(({ labelled }) => replay(watcher, labelled.recording).scores),
  };
}

/** The same from another process's report. A report that does not fit the task is a bug of whoever carried it out. */
export function runFromReport(report: ErrandReport, judged: readonly WatchTask[]): StudyRun {
  if (report.kind !== 'fit-and-replay') throw new Error(`expected a fit-and-replay report, got ${report.kind}`);
  const scores = judged.map(({ labelled: { recording } }, i) => {
    const trace = report.traces[i];
    if (trace?.recording !== recording.id) {
      throw new Error(`report: expected a trace of ${recording.id} at place ${i + 1}, got ${trace?.recording}`);
    }
    const decoded = decodeScores(trace.scoresBase64);
    if (decoded.length !== rowCount(recording)) {
      throw new Error(`report: ${decoded.length} scores for the ${rowCount(recording)} rows of ${recording.id}`);
    }
    return decoded;
  });
  return { artefactDigest: report.artefactDigest, scores };
}

function decodeScores(base64: string): Float64Array {
  const bytes = Buffer.from(base64, 'base64');
  const scores = new Float64Array(bytes.byteLength / Float64Array.BYTES_PER_ELEMENT);
  for (let i = 0; i < scores.length; i++) scores[i] = bytes.readDoubleLE(i * Float64Array.BYTES_PER_ELEMENT);
  return scores;
}
