import { between, type EventKind } from '../event-kind.ts';

/** The database is short of connections: a little of everything at once, no single reading far from usual. */
export const correlatedFailure: EventKind = {
  kind: 'correlated-failure',
  minutes: [40, 180],
  cause(conditions, { strength }) {
    conditions.latencyFactor *= between(1.06, 1.5, strength);
    conditions.errorRatio += between(0.0003, 0.01, strength);
    conditions.extraConnections += between(3, 34, strength);
    conditions.queueFactor *= between(1.15, 2.6, strength);
    conditions.conversionRatio *= between(0.95, 0.65, strength);
  },
};
