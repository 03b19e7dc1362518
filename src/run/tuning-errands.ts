import { judgePicks } from '../accuracy/judge-picks.ts';
import { trySettings } from '../accuracy/try-settings.ts';
import type { Errand, ErrandReport } from '../record/errand.ts';
import type { Plan } from '../record/schema.ts';
import { contenderFromInfo } from './line-up.ts';
import type { PlanData } from './plan-data.ts';

export type TuningErrand = Extract<Errand, { kind: 'try-settings' | 'judge-picks' }>;

/** Unlike those of the studies, these go over all assignments of the plan. */
export async function runTuningErrand(
  errand: TuningErrand,
  { plan, data }: { readonly plan: Plan; readonly data: PlanData },
): Promise<ErrandReport> {
  const { seed } = errand;
  if (errand.kind === 'judge-picks') {
    const contenders = await Promise.all(errand.sides.flat().map(({ contender }) => contenderFromInfo(contender)));
    const assignments = await data.assignmentsFor(contenders);
    const sides = await judgePicks({ sides: errand.sides, assignments, seed, plan, make: contenderFromInfo });
    return { kind: 'judge-picks', sides };
  }
  const contender = await contenderFromInfo(errand.contender);
  const assignments = await data.assignmentsFor([contender]);
  return { kind: 'try-settings', ...(await trySettings({ contender, assignments, seed, plan })) };
}
