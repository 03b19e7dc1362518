import type { Contender } from '../../src/contenders/contract.ts';
import { withSession } from './sin.ts';

/** A row without readings scores zero. */
export const readsMissingAsQuiet = (): Contender =>
  withSession('reads-missing-as-quiet', (session) => ({
    observe: (at) => {
      const verdict = session.observe(at);
      return at.values.every(Number.isNaN) ? { kind: 'scored', score: 0, causes: [] } : verdict;
    },
  }));
