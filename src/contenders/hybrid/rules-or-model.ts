import { z } from 'zod';
import type { Verdict } from '../contract.ts';
import { commonScale, inMultiplesOf } from './common-scale.ts';
import type { HybridKind } from './hybrid-kind.ts';
import { claimedByBoth, neverReadsMissingAsQuiet } from './traits.ts';
import { abstained, blindCause, causesFrom, neitherCanTell, type Scored } from './who-spoke.ts';

const schema = z.strictObject({
  /**
   * The model speaks when it is this many times as sure as its own threshold asks. At its own threshold the false
   * alarms of both add up while their hits overlap; on the Numenta Anomaly Benchmark twice is where that stops.
   */
  factor: z.number().min(1).max(1000).default(2),
  ...commonScale,
});
type Settings = z.output<typeof schema>;

const USE = 'rules-or-model';

/**
 * The larger of the rules' score and the model's at `factor` times its threshold.
 *
 * Where the model cannot tell, the score is the rules' and a cause says so: no alert of theirs is lost at any
 * threshold. Where the rules cannot tell, the model may raise an alert, but its calm is no all-clear: below 1 the
 * hybrid abstains.
 */
export const rulesOrModel: HybridKind<Settings> = {
  use: USE,
  about: 'whichever speaks, rules or model; the model only at twice its threshold',
  schema,
  dimensions: [{ name: 'factor', kind: 'log', low: 1, high: 4 }],
  remembersTime: false,
  claims: ({ rulesAt }, parts) => [
    // Continuous in both scores, so what changes neither changes nothing.
    ...claimedByBoth(parts, [
      'scale-invariant-after-refit',
      'shift-invariant-after-refit',
      'obvious-spike-is-scored-above-quiet',
    ]),
    // Where such rules abstain it abstains or alerts, and where they alert it alerts.
    ...(neverReadsMissingAsQuiet(parts.rules, rulesAt) ? (['missing-readings-never-read-as-quiet'] as const) : []),
  ],
  open: (settings) => ({ decide: (_, { rules, model }) => decide(settings, rules, model), state: () => null }),
};

function decide({ factor, rulesAt, modelAt }: Settings, rules: Verdict, model: Verdict): Verdict {
  const modelSpeaksAt = factor * modelAt;
  if (rules.kind === 'abstained') {
    if (model.kind === 'abstained') return neitherCanTell(rules.reason, model.reason);
    const score = inMultiplesOf(modelSpeaksAt, model.score);
    if (score < 1) return abstained(`the rules cannot tell (${rules.reason}), and the model is not sure enough`);
    const causes = causesFrom('model', model, modelSpeaksAt, 'carries-score');
    return { kind: 'scored', score, causes: [...causes, blindCause(USE, 'rules', rules.reason)] };
  }
  const rulesScore = inMultiplesOf(rulesAt, rules.score);
  if (model.kind === 'abstained') {
    const causes = causesFrom('rules', rules, rulesAt, 'carries-score');
    return { kind: 'scored', score: rulesScore, causes: [...causes, blindCause(USE, 'model', model.reason)] };
  }
  const modelScore = inMultiplesOf(modelSpeaksAt, model.score);
  const sides = [
    { side: 'rules', verdict: rules, at: rulesAt, score: rulesScore },
    { side: 'model', verdict: model, at: modelSpeaksAt, score: modelScore },
  ] satisfies { side: 'rules' | 'model'; verdict: Scored; at: number; score: number }[];
  const [leading, other] = modelScore > rulesScore ? [sides[1]!, sides[0]!] : [sides[0]!, sides[1]!];
  const causes = causesFrom(leading.side, leading.verdict, leading.at, 'carries-score');
  if (other.score >= 1) causes.push(...causesFrom(other.side, other.verdict, other.at, 'beside'));
  return { kind: 'scored', score: Math.max(rulesScore, modelScore), causes };
}
