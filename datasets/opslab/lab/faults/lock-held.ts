import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from './fault.ts';
import { repeatUntilLifted } from './repeat.ts';

/** Held, then let go, in turns. */
const SETTINGS = {
  faint: { table: 'stock', heldMs: 1_800, freeMs: 2_200 },
  moderate: { table: 'stock', heldMs: 5_000, freeMs: 2_000 },
  severe: { table: 'carts', heldMs: 12_000, freeMs: 1_500 },
} as const;

export const LOCK_HELD: Fault = {
  kind: 'lock-held',
  what: 'somebody keeps an exclusive lock on a table, in turns',
  strengths: {
    faint: 'stock, 1.8 s of every 4 s',
    moderate: 'stock, 5 s of every 7 s',
    severe: 'carts, 12 s of every 13.5 s',
  },
  lengthS: [45, 80],
  throwIt: async (lab, strength) => {
    const { table, heldMs, freeMs } = SETTINGS[strength];
    const client = await lab.database.connect('migration');
    const release = new AbortController();
    const stop = repeatUntilLifted(
      () => freeMs,
      async () => {
        await client.query('BEGIN');
        await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
        await sleep(heldMs, undefined, { signal: release.signal }).catch(() => undefined);
        await client.query('ROLLBACK');
      },
    );
    return async () => {
      release.abort();
      await stop();
      await client.end();
    };
  },
};
