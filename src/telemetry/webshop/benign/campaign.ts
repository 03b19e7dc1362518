import { between, type EventKind } from '../event-kind.ts';

/** A newsletter or an offer: more visitors than usual, and they buy. */
export const campaign: EventKind = {
  kind: 'campaign',
  minutes: [180, 360],
  beginsBetweenHours: [9, 18],
  cause(conditions, { strength, progress }) {
    // Up within the first eighth, then slowly down.
    const wave = progress < 0.125 ? progress * 8 : 1 - (progress - 0.125) * 0.9;
    conditions.visitorRps *= 1 + wave * between(0.2, 0.55, strength);
    conditions.conversionRatio *= 1 + wave * 0.15;
  },
};
