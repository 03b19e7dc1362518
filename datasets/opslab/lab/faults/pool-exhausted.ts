import { INSTANCES } from '../ports.ts';
import { POOL_SIZE } from '../shop/settings.ts';
import type { Fault } from './fault.ts';

/** Connections each instance loses, and on how many instances. */
const SETTINGS = {
  faint: { leaked: POOL_SIZE - 1, instances: 3 },
  moderate: { leaked: POOL_SIZE, instances: 1 },
  severe: { leaked: POOL_SIZE, instances: 3 },
} as const;

export const POOL_EXHAUSTED: Fault = {
  kind: 'pool-exhausted',
  what: 'database connections are taken from the pools of the shop and never returned',
  strengths: {
    faint: 'all but one, on every instance',
    moderate: 'all, on one instance',
    severe: 'all, on every instance',
  },
  lengthS: [45, 80],
  hours: [8, 21],
  throwIt: async (lab, strength) => {
    const { leaked, instances } = SETTINGS[strength];
    const troubled = INSTANCES.map((_, i) => i).slice(0, instances);
    for (const i of troubled) await lab.shops.trouble(i, { leakedConnections: leaked });
    return async () => {
      for (const i of troubled) await lab.shops.trouble(i, {});
    };
  },
};
