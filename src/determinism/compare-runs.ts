import type { PolicySettings, Rung } from '../record/schema.ts';
import { raiseAlerts } from '../replay/alert-policy.ts';
import type { WatchTask } from '../replay/assignment.ts';
import type { ScoreTrace } from '../replay/score-trace.ts';
import { policyAt } from '../replay/threshold-search.ts';
import { alertSetChurn } from './alert-set-churn.ts';
import { decisionChurn, decisions } from './decision-churn.ts';
import { alertsDigest, scoresDigest } from './digests.ts';
import { firstDivergence, maxScoreDifference } from './divergence.ts';
import { instabilityBound95 } from './instability-bound.ts';
import type { StudyRun } from './study-run.ts';

export type Compared = Extract<Rung['outcome'], { kind: 'compared' }>;

/** What scores are turned into decisions and alerts by; the same for every run of a study. */
export interface Reading {
  readonly judged: readonly WatchTask[];
  readonly threshold: number;
  readonly policy: PolicySettings;
}

/**
 * At least two runs of one rung, the reference run first. Digests, first divergence and score difference cover every
 * row replayed; churn and alerts the rows that count (from each task's `fromRow` on).
 */
export function compareRuns(runs: readonly StudyRun[], reading: Reading, retrained: boolean): Compared {
  const alerts = runs.map((run) => alertsOf(run, reading));
  const digests = runs.map((run, i) => ({
    artefact: run.artefactDigest,
    scores: scoresDigest(run.scores),
    alerts: alertsDigest(alerts[i]!),
  }));
  const distinct = (what: 'artefact' | 'scores' | 'alerts') => new Set(digests.map((digest) => digest[what])).size;
  const distinctArtefacts = retrained ? distinct('artefact') : null;
  const [distinctScores, distinctAlerts] = [distinct('scores'), distinct('alerts')];
  const allSame = (distinctArtefacts ?? 1) === 1 && distinctScores === 1 && distinctAlerts === 1;
  return {
    kind: 'compared',
    repeats: runs.length,
    distinctArtefacts,
    distinctScores,
    distinctAlerts,
    digests: digests[0]!,
    firstDivergence: firstDivergence(runs, reading.judged),
    maxScoreDifference: maxScoreDifference(runs),
    churn: decisionChurn(runs.map((run) => decisionsOf(run, reading))),
    alertSetChurn: alertSetChurn(alerts),
    instabilityBound95: allSame ? instabilityBound95(runs.length) : null,
  };
}

function alertsOf(run: StudyRun, { judged, threshold, policy }: Reading) {
  return judged.map(({ labelled, fromRow }, task) =>
    raiseAlerts(asTrace(run.scores[task]!, labelled.recording), policyAt(threshold, policy), fromRow),
  );
}

/** Scores of another process come without reasons and causes; alerts start and end by scores and times alone. */
function asTrace(scores: Float64Array, { id, timestampsMs }: { id: string; timestampsMs: Float64Array }): ScoreTrace {
  return {
    recordingId: id,
    timestampsMs,
    scores,
    abstentions: Array.from(scores, () => undefined),
    causes: Array.from(scores, () => []),
  };
}

function decisionsOf(run: StudyRun, { judged, threshold }: Reading): Uint8Array {
  return Buffer.concat(judged.map(({ fromRow }, task) => decisions(run.scores[task]!.subarray(fromRow), threshold)));
}
