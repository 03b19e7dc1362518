import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Weighs its score by the time since the row before: infinite when there is none. */
export const chokesOnDuplicates = (): Contender =>
  withSession('chokes-on-duplicates', (session) => {
    let beforeMs = Number.NEGATIVE_INFINITY;
    return {
      observe: (at) => {
        const perMs = 1 / (at.timestampMs - beforeMs);
        beforeMs = at.timestampMs;
        return rescored(session.observe(at), (score) => score + 0 * perMs);
      },
    };
  });
