import type { Contender } from '../../src/contenders/contract.ts';
import { HONEST_TRAITS } from './honest-detector.ts';
import { withSession } from './sin.ts';

/** Declares binary scores and gives graded ones. */
export const liesAboutBinary = (): Contender =>
  withSession('lies-about-binary', () => ({}), { ...HONEST_TRAITS, score: 'binary', claims: [] });
