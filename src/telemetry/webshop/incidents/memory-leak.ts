import { between, type EventKind } from '../event-kind.ts';

/** Memory grows until somebody restarts the process; near the end the collector eats CPU. */
export const memoryLeak: EventKind = {
  kind: 'memory-leak',
  minutes: [420, 780],
  beginsBetweenHours: [5, 8],
  cause(conditions, { strength, progress }) {
    conditions.extraMemoryBytes += progress * between(0.35e9, 4.2e9, strength);
    conditions.extraCpuPercent += progress * progress * between(0, 9, strength);
  },
};
