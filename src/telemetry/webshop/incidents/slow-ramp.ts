import { between, type EventKind } from '../event-kind.ts';

/** Consumers fall behind a little more every minute: the queue grows for hours, latency follows late. */
export const slowRamp: EventKind = {
  kind: 'slow-ramp',
  minutes: [240, 480],
  cause(conditions, { strength, progress }) {
    conditions.queueFactor *= 1 + progress * between(0.9, 9, strength);
    conditions.latencyFactor *= 1 + progress * progress * between(0.05, 0.55, strength);
  },
};
