import { createWriteStream } from 'node:fs';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { deriveSeed, normal, type Random, seededRandom } from '../../../../src/chance.ts';
import { CATEGORIES, CUSTOMERS, PAGES, PRODUCTS_PER_CATEGORY, type Route } from '../shop/settings.ts';
import { ordinaryRate } from './curve.ts';
import { type Collecting, collectSecond, type Outcome, TIMEOUT_MS } from './user-second.ts';

/**
 * The users: an open loop of Poisson arrivals, `generator.ts '<LoadSettings as JSON>'`. Nobody waits for anybody, so a
 * slow shop does not get fewer requests. Hears one JSON line of `LoadChange` at a time; writes one JSON line per
 * second, once every request of that second is settled.
 */
export interface LoadSettings {
  readonly url: string;
  readonly seed: number;
  /** When the first users come: before the recording, so that it begins with a warm shop. */
  readonly beginAtMs: number;
  /** Begin of the recording; earlier seconds are not written down. */
  readonly startAtMs: number;
  readonly startHour: number;
  readonly outFile: string;
}

export interface LoadChange {
  /** Times the ordinary rate. */
  readonly factor?: number;
  /** Share of the requests that never reach the shop. */
  readonly lostShare?: number;
}

const settings = JSON.parse(process.argv[2]!) as LoadSettings;
const arrivals = seededRandom(deriveSeed(settings.seed, 'arrivals'));
const wander = seededRandom(deriveSeed(settings.seed, 'wander'));
const choices = seededRandom(deriveSeed(settings.seed, 'choices'));
const agent = new Agent({ keepAlive: true, maxFreeSockets: 64 });
const out = createWriteStream(settings.outFile);
const open: Collecting[] = [];

let change: Required<LoadChange> = { factor: 1, lostShare: 0 };
let mood = 0;
let stopped = false;

createInterface({ input: process.stdin }).on('line', (line) => {
  change = { ...change, ...(JSON.parse(line) as LoadChange) };
});
process.on('SIGTERM', () => {
  stopped = true;
});

planSecond(settings.beginAtMs);

/** Plans the arrivals of the second that begins then, shortly before it does. */
function planSecond(secondMs: number): void {
  const second = collectSecond(secondMs);
  open.push(second);
  // An hour-long mood of the crowd: first-order autoregressive, 6 % of the rate.
  mood = 0.97 * mood + 0.06 * Math.sqrt(1 - 0.97 ** 2) * normal(wander);
  const elapsedS = (secondMs - settings.startAtMs) / 1000;
  const perSecond = ordinaryRate(elapsedS, settings.startHour) * Math.exp(mood) * change.factor;
  for (let atMs = wait(perSecond); atMs < 1000; atMs += wait(perSecond)) {
    arrive(secondMs + atMs, second);
  }
  while (open.length > 0 && open[0]!.timestampMs < secondMs - TIMEOUT_MS - 1_000) {
    put(open.shift()!);
  }
  if (stopped) finish();
  else setTimeout(() => planSecond(secondMs + 1000), Math.max(0, secondMs + 900 - Date.now()));
}

function put(second: Collecting): void {
  if (second.timestampMs >= settings.startAtMs) out.write(`${JSON.stringify(second.done())}\n`);
}

function finish(): void {
  setTimeout(() => {
    open.forEach(put);
    out.end(() => process.exit(0));
  }, TIMEOUT_MS + 1_000);
}

function wait(perSecond: number): number {
  return (-1000 * Math.log(1 - arrivals())) / perSecond;
}

function arrive(dueMs: number, second: Collecting): void {
  const { route, path, method } = choose(choices);
  if (choices() < change.lostShare) {
    second.add(route, { kind: 'lost' });
    return;
  }
  setTimeout(
    () => {
      second.late(Date.now() - dueMs);
      let isSettled = false;
      const settle = (outcome: Outcome): void => {
        if (!isSettled) second.add(route, outcome);
        isSettled = true;
      };
      send(method, path, (status) => {
        settle(status === null ? { kind: 'failed' } : { kind: 'answered', status, tookMs: Date.now() - dueMs });
      });
    },
    Math.max(0, dueMs - Date.now()),
  );
}

function send(method: string, path: string, done: (status: number | null) => void): void {
  const call = request(`${settings.url}${path}`, { method, agent }, (response) => {
    response.resume();
    response.on('end', () => done(response.statusCode ?? null));
    response.on('error', () => done(null));
  });
  const timer = setTimeout(() => call.destroy(new Error('too late')), TIMEOUT_MS);
  call.on('error', () => done(null));
  call.on('close', () => clearTimeout(timer));
  call.end();
}

interface Choice {
  readonly route: Route;
  readonly method: string;
  readonly path: string;
}

/** 62 % look, 28 % fill a cart, 10 % buy; few pages and products are wanted by most. */
function choose(random: Random): Choice {
  const draw = random();
  const product = 1 + Math.floor(CATEGORIES * PRODUCTS_PER_CATEGORY * random() ** 2);
  const customer = 1 + Math.floor(CUSTOMERS * random());
  if (draw < 0.62) {
    const category = Math.floor(CATEGORIES * random() ** 1.6);
    const page = Math.floor(PAGES * random() ** 3);
    return { route: 'catalogue', method: 'GET', path: `/catalogue?category=${category}&page=${page}` };
  }
  const query = `customer=${customer}&product=${product}`;
  if (draw < 0.9) return { route: 'cart', method: 'POST', path: `/cart?${query}` };
  return { route: 'checkout', method: 'POST', path: `/checkout?${query}` };
}
