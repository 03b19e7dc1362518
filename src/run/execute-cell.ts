import { studyAccuracy } from '../accuracy/study.ts';
import { studyBehaviour } from '../behaviour/study.ts';
import { studyDeterminism } from '../determinism/study.ts';
import { studyLatency } from '../latency/study.ts';
import type { SendErrand } from '../record/errand.ts';
import type { ContenderInfo, Plan, StudyResult } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import type { CellKey } from './cells.ts';
import { contenderFromInfo } from './line-up.ts';
import type { PlanData } from './plan-data.ts';

export interface CellWork {
  readonly plan: Plan;
  readonly data: PlanData;
  readonly cell: CellKey;
  readonly sendErrand: SendErrand;
}

/** Runs one study of one contender. Whatever it throws is the cell's failure, and nobody else's. */
export async function executeCell({ plan, data, cell, sendErrand }: CellWork): Promise<StudyResult> {
  const info = contenderInfo(plan, cell.contender);
  const contender = await contenderFromInfo(info);
  const against = cell.study === 'latency' ? await contenderFromInfo(contenderInfo(plan, plan.latency.against)) : null;
  const assignments = await data.assignmentsFor(against === null ? [contender] : [contender, against]);
  const [assignment] = assignments as readonly [Assignment];
  const { seed } = cell;
  switch (cell.study) {
    case 'accuracy':
      return studyAccuracy({
        contender,
        assignments,
        seed,
        planSeed: plan.seeds[0]!,
        settings: plan.accuracy,
        policy: plan.policy,
      });
    case 'behaviour':
      return studyBehaviour({
        contender,
        info,
        train: assignment.train,
        seed: plan.behaviour.seed,
        properties: plan.behaviour.properties,
        runs: plan.behaviour.runs,
      });
    case 'determinism':
      return studyDeterminism({
        contender,
        info,
        assignment,
        seeds: plan.seeds,
        repeats: plan.determinism.repeats,
        policy: plan.policy,
        sendErrand,
      });
    case 'latency':
      return studyLatency({
        contender,
        info,
        against: against!,
        assignment,
        seed,
        rounds: plan.latency.rounds,
        roundMs: plan.latency.roundMs,
        coldStarts: plan.latency.coldStarts,
        sendErrand,
      });
  }
}

function contenderInfo(plan: Plan, name: string): ContenderInfo {
  const info = plan.contenders.find((contender) => contender.name === name);
  if (info === undefined) throw new Error(`the plan names no contender ${name}`);
  return info;
}
