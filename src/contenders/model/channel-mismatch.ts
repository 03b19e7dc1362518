import { type Channel, channelName } from '../../telemetry/recording.ts';

/** Why a session on these channels cannot be judged, or null when each learned channel is there with its unit. */
export function channelMismatch(learned: readonly Channel[], given: readonly Channel[]): string | null {
  const byName = new Map(given.map((channel) => [channelName(channel), channel]));
  for (const channel of learned) {
    const name = channelName(channel);
    const match = byName.get(name);
    if (match === undefined) return `channels differ from training: ${name} is missing`;
    if (match.unit !== channel.unit || match.kind !== channel.kind) {
      return `channels differ from training: ${name} is a ${match.kind} in ${match.unit}, was a ${channel.kind} in ${channel.unit}`;
    }
  }
  return null;
}
