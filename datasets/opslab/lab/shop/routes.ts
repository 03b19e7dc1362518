import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import type { Random } from '../../../../src/chance.ts';
import type { Cache } from './cache.ts';
import { observed, type ShopMetrics } from './metrics.ts';
import type { Route, ShopSettings } from './settings.ts';

export interface ShopParts {
  readonly settings: ShopSettings;
  readonly pool: pg.Pool;
  readonly cache: Cache;
  readonly metrics: ShopMetrics;
  readonly random: Random;
}

export type RouteHandler = (parts: ShopParts, query: URLSearchParams) => Promise<string>;

const PAYMENT_TIMEOUT_MS = 1_800;
const PAGE_SECONDS = 120;
const RECEIPT_BYTES = 2_048;

/** One page of a category with the ratings of its products: dear to make, cheap to keep. */
const PAGE = `
  SELECT p.id, p.name, p.price_cents, p.popularity, avg(r.stars) AS stars, count(r.stars) AS reviews
  FROM products p LEFT JOIN reviews r ON r.product_id = p.id
  WHERE p.category = $1
  GROUP BY p.id ORDER BY avg(r.stars) * p.popularity DESC NULLS LAST LIMIT 24 OFFSET $2`;

async function catalogue({ pool, cache, metrics, random }: ShopParts, query: URLSearchParams): Promise<string> {
  const [category, page] = [Number(query.get('category')), Number(query.get('page'))];
  const key = `page:${category}:${page}`;
  const cached = await cache.get(key);
  metrics.cacheLookups.inc({ result: cached === null ? 'miss' : 'hit' });
  if (cached !== null) return cached;
  const { rows } = await observed(metrics, 'postgres', () => pool.query(PAGE, [category, page * 24]));
  const text = JSON.stringify(rows);
  // Spread, so that pages made together do not all expire together.
  await cache.set(key, text, Math.round(PAGE_SECONDS * (0.75 + 0.5 * random())));
  return text;
}

async function cart({ pool, cache, metrics }: ShopParts, query: URLSearchParams): Promise<string> {
  const customer = Number(query.get('customer'));
  const session = await cache.get(`session:${customer}`);
  if (session === null) await cache.set(`session:${customer}`, String(customer), 600);
  const { rows } = await observed(metrics, 'postgres', () =>
    pool.query(
      'UPDATE carts SET product_id = $2, quantity = 1 + (quantity % 9), changed = now() WHERE customer_id = $1 RETURNING *',
      [customer, Number(query.get('product'))],
    ),
  );
  return JSON.stringify(rows);
}

async function checkout(parts: ShopParts, query: URLSearchParams): Promise<string> {
  const { settings, pool, metrics } = parts;
  const [customer, product] = [Number(query.get('customer')), Number(query.get('product'))];
  await observed(metrics, 'postgres', () =>
    pool.query('SELECT id, total_cents FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 5', [customer]),
  );
  await observed(metrics, 'payment', () => pay(settings.paymentPort));
  const order = await observed(metrics, 'postgres', () => placeOrder(pool, customer, product));
  const receipt = `${JSON.stringify({ order, customer, product }).padEnd(RECEIPT_BYTES - 1)}\n`;
  await appendFile(join(settings.receiptFolder, `receipts-${settings.instance}.log`), receipt);
  metrics.orders.inc();
  return JSON.stringify([{ order }]);
}

async function pay(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/pay`, {
    method: 'POST',
    signal: AbortSignal.timeout(PAYMENT_TIMEOUT_MS),
  });
  await response.text();
  if (!response.ok) throw new Error(`payment refused: ${response.status}`);
}

/** One statement, so that a connection is held for as long as the database takes and no longer. */
async function placeOrder(pool: pg.Pool, customer: number, product: number): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `WITH taken AS (UPDATE stock SET quantity = quantity - 1 WHERE product_id = $2 RETURNING product_id)
     INSERT INTO orders (customer_id, product_id, total_cents) SELECT $1, product_id, 1999 FROM taken RETURNING id`,
    [customer, product],
  );
  return rows[0]!.id;
}

export const HANDLERS: Readonly<Record<Route, RouteHandler>> = { catalogue, cart, checkout };
