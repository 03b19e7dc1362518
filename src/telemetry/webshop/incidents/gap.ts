import type { ChannelName } from '../channels.ts';
import type { EventKind } from '../event-kind.ts';

/** Channels that share an agent fall silent together. */
const AGENTS: readonly (readonly ChannelName[])[] = [
  ['cpu_utilisation', 'memory_used_bytes'],
  ['requests_per_second', 'error_ratio', 'latency_p95_ms'],
  ['queue_depth', 'orders_per_minute', 'db_connections'],
];

/** Monitoring itself is down: no readings from one agent, or from all of them. */
export const gap: EventKind = {
  kind: 'gap',
  minutes: [30, 150],
  measure(readings, { pick, strength }) {
    const silent = strength > 0.6 ? AGENTS.flat() : AGENTS[Math.floor(pick * AGENTS.length)]!;
    for (const name of silent) readings[name] = Number.NaN;
  },
};
