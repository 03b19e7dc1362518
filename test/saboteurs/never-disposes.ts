import type { Contender } from '../../src/contenders/contract.ts';
import { withWatcher } from './sin.ts';

/** Disposing of its watchers frees nothing. */
export const neverDisposes = (): Contender =>
  withWatcher('never-disposes', (watcher) => ({ ...watcher, dispose() {} }));
