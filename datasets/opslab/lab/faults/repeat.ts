import { setTimeout as sleep } from 'node:timers/promises';
import type { Lift } from './fault.ts';

/** Does it again and again until lifted; a failing turn is skipped, for the lab may well be in no state to answer. */
export function repeatUntilLifted(everyMs: () => number, turn: () => Promise<void>): Lift {
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await turn().catch(() => undefined);
      await sleep(everyMs(), undefined, { signal: stop.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    stop.abort();
    await loop;
  };
}
