import type { Readings } from './channels.ts';
import type { Conditions } from './conditions.ts';
import type { Noise } from './noise.ts';

/** Requests a second at which the machines would be fully busy. */
const CAPACITY_RPS = 520;

/** What the probes show under these conditions: load drives CPU, latency, queue, connections and orders. */
export function readingsUnder(conditions: Conditions, noise: Noise): Readings {
  const { visitorRps, robotRps, costFactor, jitterFactor } = conditions;
  const requestsPerSecond = visitorRps + robotRps;
  const busy = Math.min(0.96, (requestsPerSecond * costFactor) / CAPACITY_RPS);
  const waiting = busy / (1 - busy); // as in a queue with one server
  const errorRatio =
    (conditions.errorRatio + 0.012 * Math.max(0, busy - 0.8)) * Math.exp(0.22 * noise.errors) +
    0.00025 * Math.abs(noise.queue);
  const failing = Math.min(0.98, errorRatio);
  const latencyMs =
    (132 + 58 * waiting) *
    conditions.latencyFactor *
    (1 + noise.hiccup) *
    Math.exp(0.045 * jitterFactor * noise.latency);
  const cpu = 7 + 100 * busy * 0.93 + conditions.extraCpuPercent + 1.5 * jitterFactor * noise.cpu;
  const creep = 0.62e9 * (1 - Math.exp(-conditions.hoursSinceRestart / 45));
  const memory = 5.6e9 + 2.1e6 * requestsPerSecond + creep + conditions.extraMemoryBytes + 4.5e7 * noise.memory;
  const queue = (3 + 9 * waiting) * conditions.queueFactor * Math.exp(0.3 * noise.queue);
  const ordersMean = visitorRps * 60 * conditions.conversionRatio * (1 - failing);
  const orders = ordersMean + Math.sqrt(ordersMean / 5) * noise.orders; // a count over five minutes
  // A request holds a connection for as long as it runs (Little's law).
  const connections =
    14 + requestsPerSecond * (latencyMs / 1000) * 0.72 + conditions.extraConnections + 1.6 * noise.connections;
  return {
    requests_per_second: Math.max(0, requestsPerSecond),
    error_ratio: failing,
    latency_p95_ms: latencyMs,
    cpu_utilisation: Math.min(100, Math.max(1, cpu)),
    memory_used_bytes: memory,
    queue_depth: Math.max(0, queue),
    orders_per_minute: Math.max(0, orders),
    db_connections: Math.min(CONNECTION_LIMIT, Math.max(0, connections)),
  };
}

/** Size of the connection pool. */
export const CONNECTION_LIMIT = 120;
