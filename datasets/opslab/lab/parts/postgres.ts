import { execFileSync } from 'node:child_process';
import { appendFileSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Running, Supervisor } from '../process/supervisor.ts';
import { toolPath } from '../process/tools.ts';
import { CATEGORIES, CUSTOMERS, PRODUCTS_PER_CATEGORY } from '../shop/settings.ts';
import { waitUntil } from '../wait-until.ts';

/** PostgreSQL refuses to run as root. */
export const DATABASE_USER = 'postgres';

const CONFIG = (port: number): string => `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
max_connections = 60
shared_buffers = 96MB
max_wal_size = 512MB
checkpoint_timeout = 60s
autovacuum_naptime = 20s
shared_preload_libraries = 'pg_stat_statements'
jit = off
max_parallel_workers_per_gather = 0
track_io_timing = on
log_min_messages = warning
`;

const SCHEMA = `
CREATE TABLE products (id int PRIMARY KEY, category int NOT NULL, name text NOT NULL, price_cents int NOT NULL, popularity int NOT NULL);
CREATE TABLE reviews (id int PRIMARY KEY, product_id int NOT NULL, stars int NOT NULL);
CREATE TABLE carts (customer_id int NOT NULL, product_id int NOT NULL, quantity int NOT NULL, changed timestamptz NOT NULL) WITH (fillfactor = 60);
CREATE TABLE stock (product_id int PRIMARY KEY, quantity int NOT NULL) WITH (fillfactor = 60);
CREATE TABLE orders (id serial PRIMARY KEY, customer_id int NOT NULL, product_id int NOT NULL, total_cents int NOT NULL, placed timestamptz NOT NULL DEFAULT now());
SELECT setseed(0.42);
INSERT INTO products SELECT i, i % ${CATEGORIES}, md5(i::text) || md5((i * 7)::text), 100 + i % 9900, 1 + (i * 7919) % 1000 FROM generate_series(1, ${CATEGORIES * PRODUCTS_PER_CATEGORY}) i;
INSERT INTO reviews SELECT i, 1 + (i::bigint * 48271) % ${CATEGORIES * PRODUCTS_PER_CATEGORY}, 1 + i % 5 FROM generate_series(1, 400000) i;
INSERT INTO carts SELECT i, i, 1, now() FROM generate_series(1, ${CUSTOMERS}) i;
INSERT INTO stock SELECT i, 1000000 FROM generate_series(1, ${CATEGORIES * PRODUCTS_PER_CATEGORY}) i;
INSERT INTO orders (customer_id, product_id, total_cents) SELECT 1 + (i::bigint * 48271) % ${CUSTOMERS}, i % 20000 + 1, 1999 FROM generate_series(1, 1000000) i;
CREATE INDEX products_category ON products (category);
CREATE INDEX reviews_product ON reviews (product_id);
CREATE INDEX carts_customer ON carts (customer_id);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE TABLE neighbour_facts (id int, bucket int, payload text);
INSERT INTO neighbour_facts SELECT i, i % 97, md5(i::text) FROM generate_series(1, 400000) i;
`;

export interface Database {
  readonly running: Running;
  /** One statement on a connection of its own, as the owner. */
  readonly run: (sql: string) => Promise<void>;
  /** A connection of its own that the caller closes. */
  readonly connect: (application: string) => Promise<pg.Client>;
}

function refuseClosedFolder(data: string): void {
  for (let folder = dirname(data); folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) {
      throw new Error(`${folder} is closed to the user ${DATABASE_USER}; --work names a folder that others may enter`);
    }
  }
}

/** A fresh cluster in `folder`, filled with the shop's tables. */
export async function startPostgres(supervisor: Supervisor, folder: string, port: number): Promise<Database> {
  const data = join(folder, 'postgres');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const isRoot = process.getuid?.() === 0;
  const asDatabaseUser = (command: string, args: readonly string[]): void => {
    const user = ['--reuid', DATABASE_USER, '--regid', DATABASE_USER, '--clear-groups'];
    const [program, ...rest] = isRoot ? [toolPath('setpriv'), ...user, command, ...args] : [command, ...args];
    execFileSync(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'], cwd: data });
  };
  if (isRoot) {
    const id = (flag: string): number => Number(execFileSync('id', [flag, DATABASE_USER], { encoding: 'utf8' }));
    chownSync(data, id('-u'), id('-g'));
  }
  if (isRoot) refuseClosedFolder(data);
  asDatabaseUser(toolPath('initdb'), ['-D', data, '-U', DATABASE_USER, '--auth=trust', '-E', 'UTF8', '--locale=C']);
  appendFileSync(join(data, 'postgresql.conf'), CONFIG(port));
  const running = supervisor.start({
    name: 'postgres',
    command: toolPath('postgres'),
    args: ['-D', data],
    side: 'watched',
    stopSignal: 'SIGINT', // fast shutdown
    ...(isRoot && { user: DATABASE_USER }),
  });
  const connect = async (application: string, database = 'shop', user = DATABASE_USER): Promise<pg.Client> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user, database, application_name: application });
    client.on('error', () => undefined); // the server ends it when the lab stops
    await client.connect();
    return client;
  };
  const run = async (sql: string, database = 'shop'): Promise<void> => {
    const client = await connect('operator', database);
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await waitUntil('postgres answers', async () => {
    try {
      await run('SELECT 1', 'postgres');
      return true;
    } catch {
      return false;
    }
  });
  await run('CREATE DATABASE shop', 'postgres');
  await run(SCHEMA);
  await run(
    'CREATE EXTENSION pg_stat_statements; CREATE ROLE shop LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO shop; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO shop',
  );
  await run('VACUUM ANALYZE');
  await run('CHECKPOINT');
  return { running, run, connect };
}
