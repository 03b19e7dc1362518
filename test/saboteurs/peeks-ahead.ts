import type { Contender } from '../../src/contenders/contract.ts';
import { rescored, withWatcher } from './sin.ts';

/** Its fast path divides by the highest score of the whole recording, the end of it included. */
export const peeksAhead = (): Contender =>
  withWatcher('peeks-ahead', (watcher) => ({
    ...watcher,
    replayAll: (recording) => {
      const verdicts = watcher.replayAll!(recording);
      const scores = verdicts.flatMap((verdict) => (verdict.kind === 'scored' ? [verdict.score] : []));
      const highest = Math.max(1, ...scores);
      return verdicts.map((verdict) => rescored(verdict, (score) => score / highest));
    },
  }));
