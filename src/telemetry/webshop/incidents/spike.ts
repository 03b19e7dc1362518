import { between, type EventKind } from '../event-kind.ts';

/** A dependency stalls for a few minutes: latency jumps, some requests time out. */
export const spike: EventKind = {
  kind: 'spike',
  minutes: [10, 25],
  cause(conditions, { strength }) {
    conditions.latencyFactor *= between(1.2, 4.5, strength);
    conditions.errorRatio += between(0.0002, 0.03, strength);
    conditions.queueFactor *= between(1.1, 3, strength);
  },
};
