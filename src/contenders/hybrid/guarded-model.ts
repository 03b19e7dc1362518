import { z } from 'zod';
import { parseDurationMs } from '../../duration.ts';
import type { ClaimId, Verdict } from '../contract.ts';
import { positiveDuration } from '../duration-setting.ts';
import type { State } from '../state-codec.ts';
import { commonScale, inMultiplesOf } from './common-scale.ts';
import type { HybridKind } from './hybrid-kind.ts';
import { type Distrust, InputGuard } from './input-guard.ts';
import { learnRanges, type TrainingRanges } from './training-range.ts';
import { neverReadsMissingAsQuiet } from './traits.ts';
import { abstained, causesFrom, ownCause } from './who-spoke.ts';

const schema = z.strictObject({
  /** An input without a reading for this long is stale. */
  staleAfter: positiveDuration.default('15m'),
  /** Each input's range in training, widened at both ends by this share of its length, is where the model is trusted. */
  margin: z.number().min(0).max(1000).default(0.5),
  ...commonScale,
});
type Settings = z.output<typeof schema>;

const USE = 'guarded-model';

/**
 * The model, as long as what it is fed is fresh and within what it was trained on and it can tell; else the rules. On
 * rows where nothing is wrong it is the model, to the last bit of the score. A cause says why it fell back.
 */
export const guardedModel: HybridKind<Settings> = {
  use: USE,
  about: 'the model; the rules where its inputs are stale or out of the training range, or it cannot tell',
  schema,
  // When an input counts as stale is for whoever knows the collector to say.
  dimensions: [{ name: 'margin', kind: 'log', low: 0.1, high: 5 }],
  remembersTime: true,
  claims: ({ rulesAt, modelAt }, { rules, model }): ClaimId[] =>
    neverReadsMissingAsQuiet(rules, rulesAt) && neverReadsMissingAsQuiet(model, modelAt)
      ? ['missing-readings-never-read-as-quiet']
      : [],
  learn: (train) => learnRanges(train) as unknown as State,
  open({ staleAfter, margin, ...scale }, channels, learned, from) {
    const guarding = { source: USE, staleAfterMs: parseDurationMs(staleAfter), margin };
    const guard = new InputGuard(guarding, channels, learned as unknown as TrainingRanges, from);
    return {
      decide(at, { rules, model }) {
        const distrust = guard.look(at) ?? (model.kind === 'abstained' ? cannotTell(model.reason) : null);
        return distrust === null ? trusted(model, scale.modelAt) : fallenBack(distrust, rules, scale.rulesAt);
      },
      state: () => guard.state(),
    };
  },
};

const cannotTell = (reason: string): Distrust => ({
  reason: `the model cannot tell (${reason})`,
  causes: [ownCause(USE, `the model cannot tell (${reason}), so the rules decide`)],
});

function trusted(model: Verdict, at: number): Verdict {
  if (model.kind === 'abstained') return model;
  const causes = causesFrom('model', model, at, 'carries-score');
  return { kind: 'scored', score: inMultiplesOf(at, model.score), causes };
}

function fallenBack({ reason, causes }: Distrust, rules: Verdict, at: number): Verdict {
  if (rules.kind === 'abstained') return abstained(`${reason}; the rules cannot tell (${rules.reason})`);
  const named = [...causesFrom('rules', rules, at, 'carries-score'), ...causes];
  return { kind: 'scored', score: inMultiplesOf(at, rules.score), causes: named };
}
