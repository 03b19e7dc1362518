import type { Contender } from '../../src/contenders/contract.ts';
import { withWatcher } from './sin.ts';

/** Its fast path reads the first timestamp without asking whether there is one. */
export const chokesOnEmpty = (): Contender =>
  withWatcher('chokes-on-empty', (watcher) => ({
    ...watcher,
    replayAll: (recording) => {
      new Date(recording.timestampsMs[0]!).toISOString();
      return watcher.replayAll!(recording);
    },
  }));
