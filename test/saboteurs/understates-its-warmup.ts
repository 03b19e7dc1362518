import type { Contender } from '../../src/contenders/contract.ts';
import { HONEST_TRAITS } from './honest-detector.ts';
import { withSession } from './sin.ts';

/** Declares to be ready at once and abstains on the first two rows. */
export const understatesItsWarmup = (): Contender =>
  withSession('understates-its-warmup', () => ({}), { ...HONEST_TRAITS, warmupRows: 0 });
