import type { Contender } from '../../src/contenders/contract.ts';
import { withSession } from './sin.ts';

/** Names each cause twice with its full share, so that shares sum to two. */
export const blamesTwiceOver = (): Contender =>
  withSession('blames-twice-over', (session) => ({
    observe: (at) => {
      const verdict = session.observe(at);
      return verdict.kind === 'abstained' ? verdict : { ...verdict, causes: [...verdict.causes, ...verdict.causes] };
    },
  }));
