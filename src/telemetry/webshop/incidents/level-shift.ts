import { between, type EventKind } from '../event-kind.ts';

/** A bad release: every request costs more and takes longer until it is rolled back. */
export const levelShift: EventKind = {
  kind: 'level-shift',
  minutes: [180, 420],
  cause(conditions, { strength }) {
    conditions.latencyFactor *= between(1.12, 1.7, strength);
    conditions.costFactor *= between(1.04, 1.35, strength);
  },
};
