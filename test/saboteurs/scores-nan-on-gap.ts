import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withSession } from './sin.ts';

/** Lets a missing reading run through its arithmetic. */
export const scoresNanOnGap = (): Contender =>
  withSession('scores-nan-on-gap', (session) => ({
    observe: (at) => rescored(session.observe(at), (score) => score + 0 * Math.max(...at.values)),
  }));
