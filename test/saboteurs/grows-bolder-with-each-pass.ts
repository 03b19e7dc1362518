import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withoutFastPath, withWatcher } from './sin.ts';

/** Each session scores a little higher than the one opened before it, so a raised threshold catches more. */
export const growsBolderWithEachPass = (): Contender =>
  withWatcher('grows-bolder-with-each-pass', (watcher) => {
    let sessions = 0;
    return {
      ...withoutFastPath(watcher),
      open: (channels, from) => {
        const session = watcher.open(channels, from);
        const boldness = 1 + sessions++ / 1000;
        return {
          observe: (at) => rescored(session.observe(at), (score) => score * boldness),
          snapshot: () => session.snapshot(),
        };
      },
    };
  });
