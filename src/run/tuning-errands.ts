import { judgePicks } from '../accuracy/judge-picks.ts';
import { trySettings } from '../accuracy/try-settings.ts';
import type { Errand, ErrandReport } from '../record/errand.ts';
import type { Plan } from '../record/schema.ts';
import type { Assignment } from '../replay/assignment.ts';
import { contenderFromInfo } from './line-up.ts';

export type TuningErrand = Extract<Errand, { kind: 'try-settings' | 'judge-picks' }>;

/** Unlike those of the studies, these go over all assignments of the plan. */
export async function runTuningErrand(
  errand: TuningErrand,
  { plan, assignments }: { readonly plan: Plan; readonly assignments: readonly Assignment[] },
): Promise<ErrandReport> {
  const { seed } = errand;
  if (errand.kind === 'judge-picks') {
    const sides = await judgePicks({ sides: errand.sides, assignments, seed, plan, make: contenderFromInfo });
    return { kind: 'judge-picks', sides };
  }
  const contender = await contenderFromInfo(errand.contender);
  return { kind: 'try-settings', ...(await trySettings({ contender, assignments, seed, plan })) };
}
