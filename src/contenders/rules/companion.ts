import type { Fault } from '../../faults.ts';
import { type Channel, channelName } from '../../telemetry/recording.ts';
import { selects } from './channel-selector.ts';
import { type ChannelRule, kindOf } from './kinds.ts';

export type Companion =
  | { readonly kind: 'none' }
  | { readonly kind: 'column'; readonly column: number }
  /** `key`: what of the rule is at fault. */
  | { readonly kind: 'fault'; readonly key: string; readonly fault: Fault };

/**
 * The channel that a rule reads beside one of its channels: the only one it names, or among several the one whose labels
 * are the same but for the name.
 */
export function companionOf(rule: ChannelRule, channels: readonly Channel[], column: number): Companion {
  const kind = kindOf(rule);
  const channel = channels[column]!;
  const fault = (key: string, code: string, message: string): Companion => ({
    kind: 'fault',
    key,
    fault: { code, message: `rule ${JSON.stringify(rule.name)} on ${channelName(channel)}: ${message}` },
  });
  const selector = kind.companion?.(rule);
  const named = channels.flatMap((each, at) => (selector !== undefined && selects(selector, each) ? [at] : []));
  const matching = named.length === 1 ? named : named.filter((at) => sameLabels(channels[at]!, channel));
  if (selector !== undefined && matching.length !== 1) {
    const names = named.map((at) => channelName(channels[at]!)).join(', ');
    const message =
      named.length === 0
        ? `there is no channel ${JSON.stringify(selector)} to read beside it`
        : `of ${names} ${matching.length === 0 ? 'none has' : 'several have'} the same labels`;
    return fault('total', 'rules/companion', message);
  }
  const companion = matching[0];
  const why = kind.unfit?.(rule, channel, companion === undefined ? undefined : channels[companion]);
  if (typeof why === 'string') return fault('channel', 'rules/unfit', why);
  return companion === undefined ? { kind: 'none' } : { kind: 'column', column: companion };
}

function sameLabels(one: Channel, other: Channel): boolean {
  const labels = ({ labels: { __name__: _name, ...rest } }: Channel) =>
    JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return labels(one) === labels(other);
}
