import { between, type EventKind } from '../event-kind.ts';

/** Scrapers at night: as much traffic as on an ordinary day, at an hour when there is none. Nobody buys more. */
export const contextual: EventKind = {
  kind: 'contextual',
  minutes: [50, 100],
  beginsBetweenHours: [4.3, 5.5],
  cause(conditions, { strength }) {
    conditions.robotRps += between(28, 125, strength);
  },
};
