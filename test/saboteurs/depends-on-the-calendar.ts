import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Takes every other week more seriously. */
export const dependsOnTheCalendar = (): Contender =>
  withSession('depends-on-the-calendar', (session) => ({
    observe: (at) => {
      const week = Math.floor(at.timestampMs / 604_800_000);
      return rescored(session.observe(at), (score) => (week % 2 === 0 ? score : 2 * score));
    },
  }));
