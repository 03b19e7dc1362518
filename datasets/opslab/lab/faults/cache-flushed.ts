import type { Fault } from './fault.ts';
import { repeatUntilLifted } from './repeat.ts';

const EVERY_MS = { faint: 20_000, moderate: 8_000, severe: 2_000 } as const;

export const CACHE_FLUSHED: Fault = {
  kind: 'cache-flushed',
  what: 'something empties the cache over and over; pages are made anew by the database',
  strengths: { faint: 'every 20 s', moderate: 'every 8 s', severe: 'every 2 s' },
  lengthS: [45, 85],
  hours: [8, 21],
  throwIt: async (lab, strength) =>
    repeatUntilLifted(
      () => EVERY_MS[strength],
      () => lab.cache.flush(),
    ),
};
