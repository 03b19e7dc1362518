import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { seededRandom } from '../../../../src/chance.ts';
import { openCache } from './cache.ts';
import { openShopMetrics } from './metrics.ts';
import { renderPage } from './page.ts';
import { HANDLERS, type ShopParts } from './routes.ts';
import { NO_TROUBLE, POOL_SIZE, ROUTES, type Route, type ShopSettings, type ShopState } from './settings.ts';
import { openTrouble } from './trouble.ts';

/** One shop instance: `server.ts '<ShopSettings as JSON>'`. */
const settings = JSON.parse(process.argv[2]!) as ShopSettings;
const metrics = openShopMetrics();
const random = seededRandom(settings.seed);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: settings.postgresPort,
  user: 'shop',
  database: 'shop',
  max: POOL_SIZE,
  min: 2,
  idleTimeoutMillis: 10_000,
  connectionTimeoutMillis: 1_000,
  statement_timeout: 1_500,
  application_name: `shop-${settings.instance}`,
});
pool.on('error', () => undefined); // counted where a query fails
const cache = await openCache(settings.redisPort, metrics);
const trouble = openTrouble(pool, random);
const parts: ShopParts = { settings, pool, cache, metrics, random };

metrics.poolSize.set(POOL_SIZE);
metrics.release.set({ version: settings.release }, 1);
for (const route of ROUTES) metrics.requests.inc({ route, code: '200' }, 0);
for (const result of ['hit', 'miss']) metrics.cacheLookups.inc({ result }, 0);
for (const dependency of ['postgres', 'redis', 'payment']) metrics.dependencyErrors.inc({ dependency }, 0);

const server = createServer((request, response) => void answer(request, response));
server.keepAliveTimeout = 60_000;
server.listen(settings.port, '127.0.0.1');
process.on('SIGTERM', () => {
  // Ready connections first finish what they are at; nginx already sends new requests elsewhere.
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(0), 2_500).unref();
  server.closeIdleConnections();
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const route = url.pathname.slice(1);
  if (isRoute(route)) await serve(route, url.searchParams, response);
  else if (url.pathname === '/metrics') await tellMetrics(response);
  else if (url.pathname === '/internal/state') response.end(JSON.stringify(state()));
  else if (url.pathname === '/internal/trouble') await hearTrouble(request, response);
  else response.writeHead(404).end();
}

function isRoute(name: string): name is Route {
  return (ROUTES as readonly string[]).includes(name);
}

const PAGE_HEADERS = { 'content-type': 'text/html', 'content-encoding': 'gzip' };

async function serve(route: Route, query: URLSearchParams, response: ServerResponse): Promise<void> {
  const done = metrics.durations.startTimer({ route });
  metrics.inFlight.inc();
  let code = 200;
  let body: string | Uint8Array = '';
  try {
    await trouble.befall();
    const { defect } = settings;
    if (defect?.route === route && random() < defect.failShare) throw new Error('a bug of this release');
    body = renderPage(await HANDLERS[route](parts, query));
  } catch (error) {
    code = isOverload(error) ? 503 : 500;
    body = JSON.stringify({ error: (error as Error).message });
  }
  metrics.inFlight.dec();
  metrics.requests.inc({ route, code: String(code) });
  done();
  const headers = code === 200 ? PAGE_HEADERS : { 'content-type': 'application/json' };
  response.writeHead(code, headers).end(body);
}

/** No connection in time, or a statement that took too long: try again later. */
function isOverload(error: unknown): boolean {
  const { message } = error as Error;
  return message.includes('timeout');
}

function state(): ShopState {
  const poolInUse = pool.totalCount - pool.idleCount;
  return { poolSize: POOL_SIZE, poolInUse, poolWaiting: pool.waitingCount };
}

async function tellMetrics(response: ServerResponse): Promise<void> {
  const { poolInUse, poolWaiting } = state();
  metrics.poolInUse.set(poolInUse);
  metrics.poolWaiting.set(poolWaiting);
  response.setHeader('content-type', metrics.registry.contentType);
  response.end(await metrics.registry.metrics());
}

async function hearTrouble(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  trouble.set({ ...NO_TROUBLE, ...JSON.parse(Buffer.concat(chunks).toString('utf8')) });
  response.end('{}');
}
