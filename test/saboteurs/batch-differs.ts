import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withWatcher } from './sin.ts';

/** Its fast path computes in 32-bit floats. */
export const batchDiffers = (): Contender =>
  withWatcher('batch-differs', (watcher) => ({
    ...watcher,
    replayAll: (recording) => watcher.replayAll!(recording).map((verdict) => rescored(verdict, Math.fround)),
  }));
