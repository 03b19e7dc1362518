import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** A rise lowers its score. */
export const seesOnlyDrops = (): Contender =>
  withSession('sees-only-drops', (session) => ({ observe: (at) => rescored(session.observe(at), (score) => -score) }));
