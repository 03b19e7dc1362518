import { z } from 'zod';
import type { ClaimId, Verdict } from '../contract.ts';
import { commonScale, inMultiplesOf } from './common-scale.ts';
import type { HybridKind } from './hybrid-kind.ts';
import { neverReadsMissingAsQuiet } from './traits.ts';
import { abstained, blindCause, brief, causesFrom, ownCause } from './who-spoke.ts';

const schema = z.strictObject({
  /** The model vetoes where its score is below this share of its threshold: not unsure, but sure that nothing is wrong. */
  share: z.number().positive().max(1).default(0.1),
  /** A vetoed score is at most this: 0 keeps it silent at every threshold above 0, also one chosen below 1. */
  vetoedTo: z.number().min(0).lt(1).default(0),
  ...commonScale,
});
type Settings = z.output<typeof schema>;

const USE = 'rules-unless-model-vetoes';

/**
 * The rules' score, held down to `vetoedTo` where the model is quiet. A model that cannot tell does not veto, and a
 * cause says so; rules that cannot tell are not answered for by anybody: the hybrid abstains.
 */
export const rulesUnlessModelVetoes: HybridKind<Settings> = {
  use: USE,
  about: 'the rules, unless the model is sure that nothing is wrong',
  schema,
  dimensions: [{ name: 'share', kind: 'log', low: 0.02, high: 0.5 }],
  remembersTime: false,
  claims: ({ share, rulesAt, modelAt }, { rules, model }): ClaimId[] =>
    // On a row without readings such a model does not veto: it abstains, or scores above its share.
    neverReadsMissingAsQuiet(rules, rulesAt) && neverReadsMissingAsQuiet(model, share * modelAt)
      ? ['missing-readings-never-read-as-quiet']
      : [],
  open: (settings) => ({ decide: (_, { rules, model }) => decide(settings, rules, model), state: () => null }),
};

function decide({ share, vetoedTo, rulesAt, modelAt }: Settings, rules: Verdict, model: Verdict): Verdict {
  if (rules.kind === 'abstained') return abstained(`the rules cannot tell (${rules.reason})`);
  const score = inMultiplesOf(rulesAt, rules.score);
  const causes = causesFrom('rules', rules, rulesAt, 'carries-score');
  if (model.kind === 'abstained') {
    return { kind: 'scored', score, causes: [...causes, blindCause(USE, 'model', model.reason)] };
  }
  const limit = share * modelAt;
  if (!(model.score < limit) || score <= vetoedTo) return { kind: 'scored', score, causes };
  if (causes.length > 0) {
    const text = `the model vetoes: it scores ${brief(model.score)}, below ${brief(limit)}, and the rules ${brief(score)}`;
    causes.push(ownCause(USE, text, { observed: model.score, limit }));
  }
  return { kind: 'scored', score: vetoedTo, causes };
}
