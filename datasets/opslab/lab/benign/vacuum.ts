import { setTimeout as sleep } from 'node:timers/promises';
import type { Benign } from '../faults/fault.ts';

export const VACUUM: Benign = {
  kind: 'vacuum',
  what: 'VACUUM (ANALYZE) of every table, gently, with a checkpoint behind it',
  lengthS: [15, 30],
  happen: async (lab, untilMs) => {
    while (Date.now() < untilMs) {
      const client = await lab.database.connect('maintenance');
      await client.query('SET vacuum_cost_delay = 2');
      for (const table of ['products', 'reviews', 'carts', 'stock', 'orders']) {
        await client.query(`VACUUM (ANALYZE, DISABLE_PAGE_SKIPPING) ${table}`);
      }
      await client.query('CHECKPOINT');
      await client.end();
      await sleep(1_000);
    }
  },
};
