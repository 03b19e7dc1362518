import type { Contender } from '../../src/contenders/contract.ts';
import { HONEST_TRAITS } from './honest-detector.ts';
import { rescored, withoutFastPath, withWatcher } from './sin.ts';

/** Says that its seed decides everything, and draws a number from the platform while it is fitted. */
export const usesGlobalRandomness = (): Contender =>
  withWatcher(
    'uses-global-randomness',
    (watcher) => {
      const luck = 1 + Math.random();
      return {
        ...withoutFastPath(watcher),
        open: (channels, from) => {
          const session = watcher.open(channels, from);
          return {
            observe: (at) => rescored(session.observe(at), (score) => score * luck),
            snapshot: () => session.snapshot(),
          };
        },
      };
    },
    { ...HONEST_TRAITS, randomness: 'seeded', claims: [] },
  );
