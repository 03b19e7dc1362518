import type { ChannelName } from '../channels.ts';
import type { EventKind } from '../event-kind.ts';

const STUCK: readonly ChannelName[] = [
  'cpu_utilisation',
  'latency_p95_ms',
  'requests_per_second',
  'memory_used_bytes',
  'orders_per_minute',
];

/** An exporter hangs and repeats its last reading, digit for digit. The longer it lasts, the plainer it is. */
export const flatline: EventKind = {
  kind: 'flatline',
  minutes: [45, 240],
  measure(readings, { pick, readingsAtStart }) {
    const name = STUCK[Math.floor(pick * STUCK.length)]!;
    readings[name] = readingsAtStart[name];
  },
};
