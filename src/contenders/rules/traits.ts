import { parseDurationMs } from '../../duration.ts';
import type { ClaimId, Traits } from '../contract.ts';
import { type ChannelRule, kindOf } from './kinds.ts';
import type { RuleFile } from './schema.ts';

/** What a rule set may honestly say about itself, read off its rules. */
export function traitsOf({ rules }: RuleFile): Traits {
  const overChannels = rules.filter((rule) => rule.kind !== 'k-of-n');
  return {
    family: 'rules',
    randomness: 'none',
    score: 'graded',
    learns: overChannels.some((rule) => kindOf(rule).learns),
    warmupRows: Math.max(0, ...overChannels.map((rule) => kindOf(rule).warmupRows(rule))),
    memoryRows: 'unbounded', // holds and windows are in time, and a firing rule may fire for ever
    claims: claimsOf(overChannels),
  };
}

function claimsOf(rules: readonly ChannelRule[]): ClaimId[] {
  const claims: ClaimId[] = [];
  if (rules.every((rule) => kindOf(rule).scaleFree)) claims.push('scale-invariant-after-refit');
  if (neverReadsMissingAsQuiet(rules)) claims.push('missing-readings-never-read-as-quiet');
  if (rules.some(seesEverySpike)) claims.push('obvious-spike-is-scored-above-quiet');
  return claims;
}

/** Nothing is bridged, and every channel under an absence rule is under some other rule too. */
function neverReadsMissingAsQuiet(rules: readonly ChannelRule[]): boolean {
  const selector = (rule: ChannelRule) => JSON.stringify(rule.channel);
  const others = rules.filter((rule) => !kindOf(rule).readsAbsence);
  const covered = new Set(others.map(selector));
  return (
    rules.every((rule) => parseDurationMs(rule.bridge) === 0) &&
    (covered.has('"*"') || rules.every((rule) => covered.has(selector(rule))))
  );
}

/** A chart of the readings themselves or of their changes, on every channel, that looks up and does not wait. */
function seesEverySpike(rule: ChannelRule): boolean {
  return (
    rule.kind === 'ewma' &&
    rule.alert &&
    rule.channel === '*' &&
    rule.combine === 'any' &&
    rule.sides !== 'below' &&
    (rule.of.signal === 'value' || rule.of.signal === 'change') &&
    parseDurationMs(rule.for) === 0
  );
}
