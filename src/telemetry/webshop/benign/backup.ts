import { between, type EventKind } from '../event-kind.ts';

/** The nightly backup: disks and CPU are busy while hardly anybody shops. */
export const backup: EventKind = {
  kind: 'backup',
  minutes: [25, 50],
  beginsBetweenHours: [3, 3.25],
  cause(conditions, { strength }) {
    conditions.extraCpuPercent += between(8, 16, strength);
    conditions.latencyFactor *= between(1.08, 1.24, strength);
    conditions.extraConnections += between(3, 7, strength);
  },
};
