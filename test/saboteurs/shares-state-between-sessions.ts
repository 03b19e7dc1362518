import type { Contender, Session } from '../../src/contenders/contract.ts';
import { withoutFastPath, withWatcher } from './sin.ts';

/** One window of recent rows for all its sessions; opening one clears it, so sessions one after the other look fine. */
export const sharesStateBetweenSessions = (): Contender =>
  withWatcher('shares-state-between-sessions', (watcher) => {
    let shared: Session;
    return {
      ...withoutFastPath(watcher),
      open: (channels, from) => {
        shared = watcher.open(channels, from);
        return { observe: (at) => shared.observe(at), snapshot: () => shared.snapshot() };
      },
    };
  });
