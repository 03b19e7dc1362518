import type { Contender } from '../../src/contenders/contract.ts';
import { withSession } from './sin.ts';

/** Fills gaps with zero once it has answered, in the caller's array. */
export const writesIntoItsInput = (): Contender =>
  withSession('writes-into-its-input', (session) => ({
    observe: (at) => {
      const verdict = session.observe(at);
      at.values.forEach((value, c) => {
        if (Number.isNaN(value)) at.values[c] = 0;
      });
      return verdict;
    },
  }));
