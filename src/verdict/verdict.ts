import { cardOf } from '../record/lookup.ts';
import type { RunRecord } from '../record/schema.ts';
import { type Caveat, caveatsOf } from './caveats.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import { chooseSide, type Side, scoredOf } from './side.ts';

type Compared = Extract<PairedDifference, { readonly kind: 'compared' }>;

/** Which side should watch. `comparison` is always rules minus model. */
export type Decision =
  /** One side is better by more than the margin. `ready`: nothing found speaks against letting it watch. */
  | {
      readonly kind: 'one-side';
      readonly winner: 'rules' | 'model';
      readonly ready: boolean;
      readonly rules: Side;
      readonly model: Side;
      readonly comparison: Compared;
    }
  | { readonly kind: 'equivalent'; readonly rules: Side; readonly model: Side; readonly comparison: Compared }
  | { readonly kind: 'inconclusive'; readonly rules: Side; readonly model: Side; readonly comparison: Compared }
  | { readonly kind: 'not-compared'; readonly reason: string };

export interface Verdict {
  readonly decision: Decision;
  readonly caveats: readonly Caveat[];
}

/** Caveats that keep a better side from being let to watch. */
const SPEAKS_AGAINST: ReadonlySet<Caveat['kind']> = new Set([
  'not-shown-to-beat-baseline',
  'breaks-property',
  'not-deterministic',
  'mostly-in-alarm',
]);

/**
 * Best of the family `rules` against best of the family `model`, on the primary metric, with the margin declared in the
 * plan. It knows nothing but the record, and says nothing the record does not hold.
 */
export function verdictOf(record: RunRecord): Verdict {
  const better = cardOf(record, record.plan.accuracy.primaryMetric)?.better ?? 'neither';
  if (better === 'neither') {
    const reason = `the primary metric ${record.plan.accuracy.primaryMetric} has no better direction`;
    return { decision: { kind: 'not-compared', reason }, caveats: [] };
  }
  const rules = chooseSide(record, 'rules', better);
  const model = chooseSide(record, 'model', better);
  const sides = [rules, model].flatMap((choice) => (choice.kind === 'chosen' ? [choice.side] : []));
  const caveats = caveatsOf(record, sides, better);
  if (rules.kind === 'none' || model.kind === 'none') {
    const reasons = [rules, model].flatMap((choice) => (choice.kind === 'none' ? [choice.reason] : []));
    return { decision: { kind: 'not-compared', reason: reasons.join('; ') }, caveats };
  }
  return { decision: decide(record, rules.side, model.side, better, caveats), caveats };
}

function decide(
  record: RunRecord,
  rules: Side,
  model: Side,
  better: 'higher' | 'lower',
  caveats: readonly Caveat[],
): Decision {
  const { margin } = record.plan.accuracy;
  const comparison = pairedDifference({ a: scoredOf(rules), b: scoredOf(model), better, margin });
  if (comparison.kind === 'not-compared') return comparison;
  const { standing } = comparison;
  if (standing === 'equivalent' || standing === 'inconclusive') return { kind: standing, rules, model, comparison };
  const winner = standing === 'better' ? 'rules' : 'model';
  const { name } = (winner === 'rules' ? rules : model).contender;
  const ready = !caveats.some(
    (caveat) => SPEAKS_AGAINST.has(caveat.kind) && 'contender' in caveat && caveat.contender === name,
  );
  return { kind: 'one-side', winner, ready, rules, model, comparison };
}
