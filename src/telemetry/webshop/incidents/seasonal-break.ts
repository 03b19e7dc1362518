import { between, type EventKind } from '../event-kind.ts';

/** The evening wave does not come: demand stays where the afternoon was. Every reading is an ordinary one. */
export const seasonalBreak: EventKind = {
  kind: 'seasonal-break',
  minutes: [210, 330],
  beginsBetweenHours: [16.5, 18],
  cause(conditions, { strength, visitorRpsAtStart, progress }) {
    const flat = visitorRpsAtStart * between(0.98, 0.72, strength * progress);
    const share = between(0.75, 1, strength);
    conditions.visitorRps = Math.min(conditions.visitorRps, conditions.visitorRps * (1 - share) + flat * share);
  },
};
