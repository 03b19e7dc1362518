import type { JsonObject } from '../../json.ts';
import { AS_WRITTEN_THRESHOLD, type ClaimId, type Traits } from '../contract.ts';
import type { HybridKind, Parts, Side } from './hybrid-kind.ts';

/** From harmless to not. */
const RANDOMNESS = ['none', 'seeded', 'unseeded'] as const;

/** What a hybrid may say about itself, read off its parts: where they differ, the worse of the two. */
export function hybridTraits(kind: HybridKind, settings: JsonObject, parts: Parts): Traits {
  const rules = parts.rules.contender.traits;
  const model = parts.model.contender.traits;
  const worse = Math.max(RANDOMNESS.indexOf(rules.randomness), RANDOMNESS.indexOf(model.randomness));
  const isUnbounded = kind.remembersTime || rules.memoryRows === 'unbounded' || model.memoryRows === 'unbounded';
  return {
    family: 'hybrid',
    randomness: RANDOMNESS[worse]!,
    score: 'graded', // two binary scores on one scale are three numbers
    learns: rules.learns || model.learns || kind.learn !== undefined,
    warmupRows: Math.max(rules.warmupRows, model.warmupRows),
    memoryRows: isUnbounded ? 'unbounded' : Math.max(Number(rules.memoryRows), Number(model.memoryRows)),
    claims: kind.claims(settings, { rules, model }),
  };
}

/** Those of the claims given that both parts make. */
export function claimedByBoth(parts: Readonly<Record<Side, Traits>>, among: readonly ClaimId[]): ClaimId[] {
  return among.filter((claim) => parts.rules.claims.includes(claim) && parts.model.claims.includes(claim));
}

/** Abstains or alerts on a row without a reading, also on a scale on which `at` is 1. */
export const neverReadsMissingAsQuiet = ({ claims }: Traits, at: number): boolean =>
  claims.includes('missing-readings-never-read-as-quiet') && at <= AS_WRITTEN_THRESHOLD;
