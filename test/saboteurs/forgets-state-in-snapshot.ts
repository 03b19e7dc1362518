import type { Contender } from '../../src/contenders/contract.ts';
import { withoutFastPath, withWatcher } from './sin.ts';

/** Its snapshot is that of a session which has seen nothing. */
export const forgetsStateInSnapshot = (): Contender =>
  withWatcher('forgets-state-in-snapshot', (watcher) => ({
    ...withoutFastPath(watcher),
    open: (channels, from) => {
      const session = watcher.open(channels, from);
      return { observe: (at) => session.observe(at), snapshot: () => watcher.open(channels).snapshot() };
    },
  }));
