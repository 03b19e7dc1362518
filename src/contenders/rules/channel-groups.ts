import type { Fault } from '../../faults.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import { suggestionHint } from '../../telemetry/suggest.ts';
import { selects } from './channel-selector.ts';
import type { ChannelRule } from './kinds.ts';

/** Channels of a rule that are judged together. */
export interface ChannelGroup {
  /** `host web-1`; null where the rule does not group. */
  readonly name: string | null;
  /** Places in the rule's list of columns. */
  readonly members: readonly number[];
}

export interface ChannelGroups {
  readonly groups: readonly ChannelGroup[];
  /** `path`: where in the rule. */
  readonly faults: readonly { readonly path: readonly string[]; readonly fault: Fault }[];
}

/**
 * The channels of a rule by a label, where a missing label is a value like any other, or by name. A channel may belong
 * to several named groups, but to one at least.
 */
export function channelGroups(
  rule: ChannelRule,
  channels: readonly Channel[],
  columns: readonly number[],
): ChannelGroups {
  const { group } = rule;
  const all = columns.map((_, place) => place);
  if (group === undefined) return withEnough(rule, [{ name: null, members: all }]);
  return 'by' in group ? byLabel(rule, group.by, channels, columns) : byName(rule, group.of, channels, columns);
}

function byLabel(
  rule: ChannelRule,
  label: string,
  channels: readonly Channel[],
  columns: readonly number[],
): ChannelGroups {
  const members = new Map<string, number[]>();
  columns.forEach((column, place) => {
    const value = channels[column]!.labels[label] ?? '';
    members.set(value, [...(members.get(value) ?? []), place]);
  });
  if (columns.length > 0 && members.size === 1 && members.has('')) {
    const labels = new Set(columns.flatMap((column) => Object.keys(channels[column]!.labels)));
    labels.delete('__name__');
    const hint = labels.size === 0 ? 'they have no labels' : suggestionHint(label, [...labels]);
    const fault = {
      code: 'rules/unknown-label',
      message: `rule ${JSON.stringify(rule.name)}: none of its channels has a label ${JSON.stringify(label)}`,
      ...(hint !== undefined && { hint }),
    };
    return { groups: [], faults: [{ path: ['group', 'by'], fault }] };
  }
  const groups = [...members].map(([value, places]) => ({ name: `${label} ${value || '(none)'}`, members: places }));
  return withEnough(rule, groups);
}

function byName(
  rule: ChannelRule,
  named: Readonly<Record<string, readonly Parameters<typeof selects>[0][]>>,
  channels: readonly Channel[],
  columns: readonly number[],
): ChannelGroups {
  const groups = Object.entries(named).map(([name, selectors]) => ({
    name,
    members: columns.flatMap((column, place) =>
      selectors.some((selector) => selects(selector, channels[column]!)) ? [place] : [],
    ),
  }));
  const { faults } = withEnough(rule, groups);
  const ungrouped = columns.filter((_, place) => !groups.some(({ members }) => members.includes(place)));
  if (ungrouped.length === 0) return { groups, faults };
  const names = ungrouped.map((column) => channelName(channels[column]!)).join(', ');
  const fault = {
    code: 'rules/ungrouped-channel',
    message: `rule ${JSON.stringify(rule.name)}: ${names} ${ungrouped.length === 1 ? 'is' : 'are'} in none of its groups`,
    hint: 'name a group for every channel of the rule, or let `channel` select fewer',
  };
  return { groups, faults: [...faults, { path: ['group', 'of'], fault }] };
}

/** A group too small to ever reach `atLeast` would be silent for good. */
function withEnough(rule: ChannelRule, groups: readonly ChannelGroup[]): ChannelGroups {
  const { combine } = rule;
  const least = typeof combine === 'string' ? 1 : combine.atLeast;
  const faults = groups
    .filter(({ members, name }) => members.length < least && (name !== null || members.length > 0))
    .map(({ name, members }) => ({
      path: typeof combine === 'string' ? ['group'] : ['combine', 'atLeast'],
      fault: {
        code: 'rules/group-too-small',
        message: `rule ${JSON.stringify(rule.name)}: ${name === null ? 'it has' : `${name} has`} ${members.length} channel${members.length === 1 ? '' : 's'}, so ${least} can never be over`,
        hint: 'ask for fewer, or let `channel` select groups that are large enough',
      },
    }));
  return { groups, faults };
}
