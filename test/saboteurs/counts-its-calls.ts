import type { Contender } from '../../src/contenders/contract.ts';
import { HONEST_TRAITS } from './honest-detector.ts';
import { rescored, withoutFastPath, withWatcher } from './sin.ts';

/** Every seventh call of a watcher's life scores one more. */
export const countsItsCalls = (): Contender =>
  withWatcher(
    'counts-its-calls',
    (watcher) => {
      let calls = 0;
      return {
        ...withoutFastPath(watcher),
        open: (channels, from) => {
          const session = watcher.open(channels, from);
          return {
            observe: (at) => {
              calls++;
              return rescored(session.observe(at), (score) => (calls % 7 === 0 ? score + 1 : score));
            },
            snapshot: () => session.snapshot(),
          };
        },
      };
    },
    { ...HONEST_TRAITS, claims: [] },
  );
