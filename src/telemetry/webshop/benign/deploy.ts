import { between, type EventKind } from '../event-kind.ts';

/** A planned release: processes restart one by one, caches are cold for a few minutes. */
export const deploy: EventKind = {
  kind: 'deploy',
  minutes: [10, 20],
  beginsBetweenHours: [9, 16],
  weekdaysOnly: true,
  cause(conditions, { strength, progress }) {
    const cold = 1 - 0.6 * progress;
    conditions.latencyFactor *= 1 + cold * between(0.15, 0.75, strength);
    conditions.errorRatio += cold * between(0.0006, 0.007, strength);
    conditions.extraCpuPercent += cold * between(3, 10, strength);
    conditions.hoursSinceRestart = 0;
  },
};
