import { z } from 'zod';
import { formatDuration, parseDurationMs } from '../../duration.ts';
import type { ClaimId, Observation, Verdict } from '../contract.ts';
import { duration } from '../duration-setting.ts';
import type { State } from '../state-codec.ts';
import { commonScale, inMultiplesOf } from './common-scale.ts';
import type { Decision, HybridKind, Side } from './hybrid-kind.ts';
import { type Peak, RecentPeak } from './recent-peak.ts';
import { claimedByBoth, neverReadsMissingAsQuiet } from './traits.ts';
import { abstained, brief, causesFrom, neitherCanTell, ownCause, type Scored } from './who-spoke.ts';

const schema = z.strictObject({
  /** A proposal of the model waits this long for a rule to confirm it. */
  window: duration.default('30m'),
  ...commonScale,
});
type Settings = z.output<typeof schema>;

const USE = 'model-confirmed-by-rules';

/**
 * The model proposes, a rule confirms. At a threshold of 1 this is a machine of three states: quiet; proposed, from a
 * row on which the model is at its threshold until `window` later; confirmed, while a rule fires in that time. The
 * score is the smaller of the rules' own and the model's largest of the last `window`, so that the same machine runs at
 * every other threshold too.
 *
 * It abstains where a part that cannot tell might have changed the answer: always without the rules, and without the
 * model unless its standing proposal already reaches as high as the rules do.
 */
export const modelConfirmedByRules: HybridKind<Settings> = {
  use: USE,
  about: 'the model proposes, a rule confirms within half an hour',
  schema,
  dimensions: [{ name: 'window', kind: 'duration', low: '5m', high: '2h' }],
  remembersTime: true,
  claims: ({ rulesAt, modelAt }, parts): ClaimId[] => [
    // Continuous in both scores, so what changes neither changes nothing.
    ...claimedByBoth(parts, ['scale-invariant-after-refit', 'shift-invariant-after-refit']),
    // On a row without readings such rules abstain or fire; such a model abstains, proposes, or has proposed enough.
    ...(neverReadsMissingAsQuiet(parts.rules, rulesAt) && neverReadsMissingAsQuiet(parts.model, modelAt)
      ? (['missing-readings-never-read-as-quiet'] as const)
      : []),
  ],
  open: (settings, _channels, _learned, from) => new Confirmation(settings, from as unknown as Saved | undefined),
};

interface Saved {
  readonly nowMs: number;
  readonly proposals: readonly Peak[];
}

class Confirmation implements Decision {
  readonly #settings: Settings;
  /** In the model's own scores. */
  readonly #proposals: RecentPeak;
  /** The latest time seen: a row that is late or repeated counts as no time passed. */
  #nowMs: number;

  constructor(settings: Settings, from: Saved | undefined) {
    this.#settings = settings;
    this.#proposals = new RecentPeak(parseDurationMs(settings.window), from?.proposals);
    this.#nowMs = from?.nowMs ?? Number.NEGATIVE_INFINITY;
  }

  decide({ timestampMs }: Observation, { rules, model }: Readonly<Record<Side, Verdict>>): Verdict {
    if (timestampMs > this.#nowMs) this.#nowMs = timestampMs;
    if (model.kind === 'scored') {
      this.#proposals.push({ atMs: this.#nowMs, score: model.score, causes: model.causes });
    }
    const proposal = this.#proposals.at(this.#nowMs);
    if (rules.kind === 'abstained') {
      if (model.kind === 'abstained') return neitherCanTell(rules.reason, model.reason);
      return abstained(`the rules cannot tell (${rules.reason})`);
    }
    if (proposal === undefined) {
      return abstained(`the model cannot tell (${model.kind === 'abstained' ? model.reason : 'no time passes'})`);
    }
    const { rulesAt, modelAt } = this.#settings;
    const rulesScore = inMultiplesOf(rulesAt, rules.score);
    const modelScore = inMultiplesOf(modelAt, proposal.score);
    if (model.kind === 'abstained' && modelScore < rulesScore) {
      return abstained(`the model cannot tell (${model.reason})`);
    }
    const causes = this.#causes({ rules, rulesScore, proposal, modelScore });
    return { kind: 'scored', score: Math.min(rulesScore, modelScore), causes };
  }

  /** Those that spoke are named, and what became of the proposal; in calm the part that carries the score. */
  #causes(of: { rules: Scored; rulesScore: number; proposal: Peak; modelScore: number }) {
    const { rulesAt, modelAt } = this.#settings;
    const { rules, rulesScore, proposal, modelScore } = of;
    const rulesCarry = rulesScore <= modelScore;
    const fromRules = causesFrom('rules', rules, rulesAt, rulesCarry ? 'carries-score' : 'beside');
    const proposed: Scored = { kind: 'scored', score: proposal.score, causes: proposal.causes };
    const fromModel = causesFrom('model', proposed, modelAt, rulesCarry ? 'beside' : 'carries-score');
    const isProposed = modelScore >= 1;
    const fires = rulesScore >= 1;
    if (!isProposed && !fires) return rulesCarry ? fromRules : fromModel;
    const agoMs = this.#nowMs - proposal.atMs;
    const ago = agoMs > 0 ? ` ${formatDuration(agoMs)} ago` : '';
    const said = `(${brief(proposal.score)}, at or above ${brief(modelAt)})`;
    const text = !isProposed
      ? `the rules fire and the model proposes nothing: at most ${brief(proposal.score)} within ${this.#settings.window}`
      : fires
        ? `the model proposed this${ago} ${said} and the rules confirm it`
        : `the model proposes${ago} ${said}; no rule confirms`;
    const own = ownCause(USE, text, { observed: proposal.score, limit: modelAt });
    return [...(fires ? fromRules : []), ...(isProposed ? fromModel : []), own];
  }

  state(): State {
    return { nowMs: this.#nowMs, proposals: this.#proposals.state() };
  }
}
