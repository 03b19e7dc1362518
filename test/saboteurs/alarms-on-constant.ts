import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Takes a first channel that repeats its reading for a dead sensor. */
export const alarmsOnConstant = (): Contender =>
  withSession('alarms-on-constant', (session) => {
    let before = Number.NaN;
    return {
      observe: (at) => {
        const isStuck = at.values[0] === before;
        before = at.values[0]!;
        return rescored(session.observe(at), (score) => (isStuck ? score + 100 : score));
      },
    };
  });
