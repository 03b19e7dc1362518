import { between, type EventKind } from '../event-kind.ts';

/** A slow disk in the quiet hours: latency as on a busy evening, with hardly any load to explain it. */
export const latencyWithoutLoad: EventKind = {
  kind: 'latency-without-load',
  minutes: [60, 150],
  beginsBetweenHours: [4.3, 6],
  cause(conditions, { strength }) {
    conditions.latencyFactor *= between(1.15, 1.75, strength);
  },
};
