import { between, type EventKind } from '../event-kind.ts';

/** Part of the visitors cannot reach the shop (DNS, a network provider); what arrives is served well. */
export const lostTraffic: EventKind = {
  kind: 'lost-traffic',
  minutes: [25, 120],
  beginsBetweenHours: [6, 22],
  cause(conditions, { strength }) {
    conditions.visitorRps *= 1 - between(0.22, 0.92, strength);
  },
};
