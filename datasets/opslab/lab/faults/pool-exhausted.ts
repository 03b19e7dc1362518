import { INSTANCES } from '../ports.ts';
import { POOL_SIZE } from '../shop/settings.ts';
import type { Fault } from './fault.ts';

/** How many instances lose all their connections. */
const TROUBLED = { faint: 1, moderate: 2, severe: 3 } as const;

export const POOL_EXHAUSTED: Fault = {
  kind: 'pool-exhausted',
  what: 'database connections are taken from the pools of the shop and never returned',
  strengths: {
    faint: 'all of one instance',
    moderate: 'all of two',
    severe: 'all of all three',
  },
  lengthS: [45, 80],
  hours: [8, 21],
  throwIt: async (lab, strength) => {
    const troubled = INSTANCES.map((_, i) => i).slice(0, TROUBLED[strength]);
    for (const i of troubled) await lab.shops.trouble(i, { leakedConnections: POOL_SIZE });
    return async () => {
      for (const i of troubled) await lab.shops.trouble(i, {});
    };
  },
};
