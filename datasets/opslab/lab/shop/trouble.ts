import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Random } from '../../../../src/chance.ts';
import { NO_TROUBLE, type Trouble } from './settings.ts';

const LEAK_EVERY_MS = 250;

/** Makes the trouble one instance was told to have. */
export function openTrouble(pool: pg.Pool, random: Random) {
  let trouble = NO_TROUBLE;
  const leaked: object[] = [];
  const held: pg.PoolClient[] = [];
  setInterval(() => {
    if (trouble.leakBytesPerSecond > 0) leaked.push(heapOf((trouble.leakBytesPerSecond * LEAK_EVERY_MS) / 1000));
  }, LEAK_EVERY_MS).unref();
  return {
    set: (next: Trouble): void => {
      trouble = next;
      if (next.leakBytesPerSecond === 0) leaked.length = 0;
      void holdConnections(pool, held, () => trouble.leakedConnections);
    },
    /** What happens to a request before the shop sees it; throws where it fails. */
    befall: async (): Promise<void> => {
      if (trouble.slowShare > 0 && random() < trouble.slowShare) await sleep(trouble.slowMs * (0.5 + random()));
      if (trouble.failShare > 0 && random() < trouble.failShare) throw new Error('internal error');
    },
  };
}

/** Objects on the V8 heap, as a forgotten listener would keep them: the collector visits every one, in vain. */
function heapOf(bytes: number): object {
  const bytesEach = 64;
  return Array.from({ length: Math.max(1, Math.floor(bytes / bytesEach)) }, (_, i) => ({ i, next: i + 0.5 }));
}

async function holdConnections(pool: pg.Pool, held: pg.PoolClient[], wanted: () => number): Promise<void> {
  while (held.length > wanted()) held.pop()!.release();
  while (held.length < wanted()) {
    try {
      held.push(await pool.connect());
    } catch {
      await sleep(100); // the pool is busy; a leak waits for its turn like everybody
    }
  }
  while (held.length > wanted()) held.pop()!.release();
}
