import type { Contender } from '../../src/contenders/contract.ts';
import { withWatcher } from './sin.ts';

/** Every session takes a tensor that nobody gives back. */
export const leaksTensors = (): Contender =>
  withWatcher('leaks-tensors', (watcher, backend) => ({
    ...watcher,
    replayAll: (recording) => {
      backend.live++;
      return watcher.replayAll!(recording);
    },
  }));
