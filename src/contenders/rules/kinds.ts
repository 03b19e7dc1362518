import { type AbsenceRule, absenceRule } from './kinds/absence.ts';
import { type BurnRateRule, burnRateRule } from './kinds/burn-rate.ts';
import { type CusumRule, cusumRule } from './kinds/cusum.ts';
import { type EwmaRule, ewmaRule } from './kinds/ewma.ts';
import { type FlatlineRule, flatlineRule } from './kinds/flatline.ts';
import { type HistoryRule, historyRule } from './kinds/history.ts';
import { kOfNSchema } from './kinds/k-of-n.ts';
import { type NelsonRule, nelsonRule } from './kinds/nelson.ts';
import { type RateOfChangeRule, rateOfChangeRule } from './kinds/rate-of-change.ts';
import { type SeasonalBandRule, seasonalBandRule } from './kinds/seasonal-band.ts';
import { type StaticRule, staticRule } from './kinds/static.ts';
import type { RuleKind } from './rule-kind.ts';

export type ChannelRule =
  | StaticRule
  | RateOfChangeRule
  | SeasonalBandRule
  | EwmaRule
  | CusumRule
  | NelsonRule
  | BurnRateRule
  | AbsenceRule
  | FlatlineRule
  | HistoryRule;

/** Every kind of rule over channels. A new kind is one file, a line here and a line in the two lists beside it. */
export const CHANNEL_RULE_KINDS = {
  static: staticRule,
  'rate-of-change': rateOfChangeRule,
  'seasonal-band': seasonalBandRule,
  ewma: ewmaRule,
  cusum: cusumRule,
  nelson: nelsonRule,
  'burn-rate': burnRateRule,
  absence: absenceRule,
  flatline: flatlineRule,
  history: historyRule,
} as const satisfies {
  readonly [Kind in ChannelRule['kind']]: RuleKind<Extract<ChannelRule, { kind: Kind }>>;
};

export function kindOf(rule: ChannelRule): RuleKind<ChannelRule> {
  return CHANNEL_RULE_KINDS[rule.kind] as unknown as RuleKind<ChannelRule>; // the table pairs each kind with its own rules
}

export const RULE_SCHEMAS = [...Object.values(CHANNEL_RULE_KINDS).map(({ schema }) => schema), kOfNSchema];
