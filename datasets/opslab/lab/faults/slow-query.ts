import type { Fault } from './fault.ts';

const INDEXES = {
  faint: ['reviews_product', 'reviews (product_id)'],
  moderate: ['orders_customer', 'orders (customer_id)'],
  severe: ['carts_customer', 'carts (customer_id)'],
} as const;

export const SLOW_QUERY: Fault = {
  kind: 'slow-query',
  what: 'an index is dropped; a query that used it reads the whole table, until the index is there again',
  strengths: {
    faint: 'reviews by product (read for catalogue pages not in the cache)',
    moderate: 'orders by customer (read by checkout)',
    severe: 'carts by customer (written by cart)',
  },
  lengthS: [50, 95],
  hours: [8, 21],
  throwIt: async (lab, strength) => {
    const [name, on] = INDEXES[strength];
    await lab.database.run(`DROP INDEX ${name}`);
    return () => lab.database.run(`CREATE INDEX ${name} ON ${on}`);
  },
};
