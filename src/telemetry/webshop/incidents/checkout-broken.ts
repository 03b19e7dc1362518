import { between, type EventKind } from '../event-kind.ts';

/** Visitors browse as ever, but fewer can pay: orders fall away from the traffic that should bring them. */
export const checkoutBroken: EventKind = {
  kind: 'checkout-broken',
  minutes: [40, 200],
  beginsBetweenHours: [7, 22],
  cause(conditions, { strength }) {
    conditions.conversionRatio *= between(0.78, 0.06, strength);
  },
};
