import { kOfNSchema } from './kinds/k-of-n.ts';
import { type StaticRule, staticRule } from './kinds/static.ts';
import type { RuleKind } from './rule-kind.ts';

export type ChannelRule = StaticRule;

/** Every kind of rule over channels. A new kind is one file and one line here. */
export const CHANNEL_RULE_KINDS = { static: staticRule } as const satisfies {
  readonly [Kind in ChannelRule['kind']]: RuleKind<Extract<ChannelRule, { kind: Kind }>>;
};

export function kindOf(rule: ChannelRule): RuleKind<ChannelRule> {
  return CHANNEL_RULE_KINDS[rule.kind] as unknown as RuleKind<ChannelRule>; // the table pairs each kind with its own rules
}

export const RULE_SCHEMAS = [staticRule.schema, kOfNSchema] as const;
