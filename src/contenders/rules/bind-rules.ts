import { type Fault, throwIfAny } from '../../faults.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import { suggestionHint } from '../../telemetry/suggest.ts';
import { type ChannelGroup, channelGroups } from './channel-groups.ts';
import { isGlob, selects } from './channel-selector.ts';
import type { Selector } from './common-fields.ts';
import { companionOf } from './companion.ts';
import type { KOfNRule } from './kinds/k-of-n.ts';
import type { ChannelRule } from './kinds.ts';
import type { RuleSource } from './read-rule-file.ts';
import type { Rule } from './schema.ts';

/** A rule with what it looks at: columns of the recording, or other rules by their place in the file. */
export type BoundRule =
  | {
      readonly kind: 'channels';
      readonly index: number;
      readonly rule: ChannelRule;
      readonly columns: readonly number[];
      /** Beside each of them the column of the channel that is read with it, where the rule names one. */
      readonly companions: readonly (number | undefined)[];
      readonly groups: readonly ChannelGroup[];
    }
  | { readonly kind: 'rules'; readonly index: number; readonly rule: KOfNRule; readonly members: readonly number[] };

/**
 * Rules onto the channels of a recording, in an order in which every k-of-n rule comes after its members.
 * @throws InputError `rules/unknown-channel` for every rule that names a channel that is not there, `rules/companion` where
 * the one that belongs beside it cannot be told, `rules/unfit` where a rule makes no sense on what it names, and where its
 * groups do not fit: `rules/unknown-label`, `rules/ungrouped-channel`, `rules/group-too-small`
 */
export function bindRules(source: Pick<RuleSource, 'rules' | 'placeOf'>, channels: readonly Channel[]): BoundRule[] {
  const { rules } = source.rules;
  const faults: Fault[] = [];
  const bound = rules.map((rule, index): BoundRule => {
    if (rule.kind === 'k-of-n') {
      const members = rule.of.map((name) => rules.findIndex((other) => other.name === name));
      return { kind: 'rules', index, rule, members };
    }
    const columns = channels.flatMap((channel, column) => (selects(rule.channel, channel) ? [column] : []));
    if (columns.length === 0 && rule.channel !== '*') {
      const place = source.placeOf(['rules', index, 'channel']);
      faults.push({ ...unknownChannel(rule.name, rule.channel, channels), ...(place && { place }) });
    }
    const companions = columns.map((column) => {
      const found = companionOf(rule, channels, column);
      if (found.kind === 'fault') {
        const place = source.placeOf(['rules', index, found.key]) ?? source.placeOf(['rules', index]);
        faults.push({ ...found.fault, ...(place && { place }) });
      }
      return found.kind === 'column' ? found.column : undefined;
    });
    const { groups, faults: ofGroups } = channelGroups(rule, channels, columns);
    for (const { path, fault } of ofGroups) {
      const place = source.placeOf(['rules', index, ...path]);
      faults.push({ ...fault, ...(place && { place }) });
    }
    return { kind: 'channels', index, rule, columns, companions, groups };
  });
  throwIfAny(faults);
  return membersFirst(bound);
}

function unknownChannel(rule: string, selector: Selector, channels: readonly Channel[]): Fault {
  const names = channels.map(channelName);
  const what = typeof selector === 'string' ? selector : `${selector.name}${JSON.stringify(selector.labels)}`;
  const hint =
    typeof selector === 'string' && !isGlob(selector)
      ? suggestionHint(selector, names)
      : `the channels are ${names.join(', ')}`;
  const message = isGlob(selector)
    ? `rule ${JSON.stringify(rule)}: no channel matches ${JSON.stringify(what)}`
    : `rule ${JSON.stringify(rule)}: there is no channel ${JSON.stringify(what)}`;
  return { code: 'rules/unknown-channel', message, ...(hint !== undefined && { hint }) };
}

/** The schema has already refused cycles. */
function membersFirst(bound: readonly BoundRule[]): BoundRule[] {
  const ordered = new Set<Rule>();
  const out: BoundRule[] = [];
  const visit = (each: BoundRule) => {
    if (ordered.has(each.rule)) return;
    ordered.add(each.rule);
    if (each.kind === 'rules') for (const member of each.members) visit(bound[member]!);
    out.push(each);
  };
  bound.forEach(visit);
  return out;
}
