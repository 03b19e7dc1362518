import type { RunRecord } from '../record/schema.ts';
import { type Disagreement, disagreementsOf } from '../verdict/disagreements.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** Disagreements of the two sides the verdict compares; none where it compares none. */
export function disagreementsOfSides(record: RunRecord, { decision }: Verdict): Disagreement[] {
  if (decision.kind === 'not-compared') return [];
  return disagreementsOf(record, decision.rules.contender.name, decision.model.contender.name);
}
