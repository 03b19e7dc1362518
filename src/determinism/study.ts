import type { Contender } from '../contenders/contract.ts';
import { InputError } from '../faults.ts';
import type { SendErrand } from '../record/errand.ts';
import type { ContenderInfo, DeterminismResult, PolicySettings, Rung } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { compareRuns, type Reading } from './compare-runs.ts';
import { LADDER } from './ladder.ts';
import { quantileMidpoint } from './quantile-midpoint.ts';
import type { Footing, RungCard } from './rung.ts';
import { runInProcess, type StudyRun } from './study-run.ts';

export interface DeterminismTask {
  readonly contender: Contender;
  readonly info: ContenderInfo;
  /** The one that `sendErrand`'s process trains and is judged on too: the first of the dataset. */
  readonly assignment: Assignment;
  /** The first is the reference run's. */
  readonly seeds: readonly number[];
  /**
   * Runs compared on each rung, the reference run among them; at least 2. Retraining is dear for a model, so this is
   * small (3 by default) and the bound printed beside a clean rung is wide; more repeats narrow it.
   */
  readonly repeats: number;
  /** Alert threshold of every run; without one it is `quantileMidpoint` of the reference run's scores that count. */
  readonly thresholdFor?: number;
  readonly policy: PolicySettings;
  readonly sendErrand: SendErrand;
  readonly onProgress?: (doneShare: number) => void;
}

/**
 * Climbs the ladder: the same contender on the same recordings, run again under less and less that is held fixed.
 * @throws InputError `determinism/repeats`, `determinism/seeds`
 * @throws ContractBreach when a score is not finite
 */
export async function studyDeterminism(task: DeterminismTask): Promise<DeterminismResult> {
  const { contender, assignment, seeds, repeats, policy } = task;
  if (!(Number.isInteger(repeats) && repeats >= 2)) {
    throw InputError.of('determinism/repeats', `repeats is a whole number of runs, at least 2, got ${repeats}`);
  }
  const [first, ...others] = seeds;
  if (first === undefined) throw InputError.of('determinism/seeds', 'at least one seed is needed, got none');

  const watcher = await contender.fit({ train: assignment.train, seed: first });
  try {
    const footing: Footing = { ...task, ...assignment, seeds: [first, ...others], watcher };
    const reference = runInProcess(watcher, assignment.judged);
    const threshold = task.thresholdFor ?? quantileMidpoint(countedScores(reference, assignment));
    const reading: Reading = { judged: assignment.judged, threshold, policy };
    return { kind: 'determinism', rungs: await climb(footing, reference, reading, task.onProgress) };
  } finally {
    watcher.dispose();
  }
}

async function climb(
  footing: Footing,
  reference: StudyRun,
  reading: Reading,
  onProgress: DeterminismTask['onProgress'],
): Promise<Rung[]> {
  const applicable = LADDER.filter((card) => card.notApplicable(footing) === null);
  const total = 1 + applicable.reduce((sum, card) => sum + card.runCount(footing), 0);
  let done = 1;
  onProgress?.(done / total);
  const rungs: Rung[] = [];
  for (const card of LADDER) {
    const runs = [reference];
    const reason = card.notApplicable(footing);
    if (reason === null) {
      for await (const run of card.more(footing)) {
        runs.push(run);
        onProgress?.(++done / total);
      }
    }
    rungs.push(
      reason === null
        ? comparedRung(card, runs, reading)
        : { ...named(card), outcome: { kind: 'not-applicable', reason } },
    );
  }
  return rungs;
}

const named = ({ rung, held, varied }: RungCard) => ({ rung, held, varied });

function comparedRung(card: RungCard, runs: readonly StudyRun[], reading: Reading): Rung {
  const held = `${card.held}, alert threshold ${Number(reading.threshold.toPrecision(6))}`;
  return { ...named(card), held, outcome: compareRuns(runs, reading, card.retrains) };
}

const countedScores = ({ scores }: StudyRun, { judged }: Assignment): Float64Array[] =>
  scores.map((ofTask, i) => ofTask.subarray(judged[i]!.fromRow));
