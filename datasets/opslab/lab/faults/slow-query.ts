import type { Fault } from './fault.ts';

const ON = {
  orders_customer: 'orders (customer_id)',
  carts_customer: 'carts (customer_id)',
} as const;

const DROPPED: Readonly<Record<'faint' | 'moderate' | 'severe', readonly (keyof typeof ON)[]>> = {
  faint: ['orders_customer'],
  moderate: ['carts_customer'],
  severe: ['carts_customer', 'orders_customer'],
};

export const SLOW_QUERY: Fault = {
  kind: 'slow-query',
  what: 'indexes are dropped; a query that used one reads the whole table, until the index is there again',
  strengths: {
    faint: 'orders by customer (read by checkout)',
    moderate: 'carts by customer (written by cart)',
    severe: 'both',
  },
  lengthS: [50, 95],
  hours: [8, 21],
  throwIt: async (lab, strength) => {
    for (const name of DROPPED[strength]) await lab.database.run(`DROP INDEX ${name}`);
    return async () => {
      for (const name of DROPPED[strength]) await lab.database.run(`CREATE INDEX ${name} ON ${ON[name]}`);
    };
  },
};
