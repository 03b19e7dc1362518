/** What one shop instance is told on its command line, as JSON. */
export interface ShopSettings {
  readonly instance: string;
  readonly port: number;
  readonly seed: number;
  readonly release: string;
  /** What is wrong with this release; null for a good one. */
  readonly defect: Defect | null;
  readonly postgresPort: number;
  readonly redisPort: number;
  readonly paymentPort: number;
  /** Where receipts are written: a small volume of its own. */
  readonly receiptFolder: string;
}

/** A bug that came with a release: this share of the requests to one route fails with 500. */
export interface Defect {
  readonly route: Route;
  readonly failShare: number;
}

export const ROUTES = ['catalogue', 'cart', 'checkout'] as const;
export type Route = (typeof ROUTES)[number];

/** What a test of the shop may break from outside; told to one instance by POST /internal/trouble. */
export interface Trouble {
  /** Heap that is never given back. */
  readonly leakBytesPerSecond: number;
  /** Connections taken from the pool and not returned. */
  readonly leakedConnections: number;
  /** Share of requests that wait `slowMs` before anything else happens. */
  readonly slowShare: number;
  readonly slowMs: number;
  /** Share of requests that fail with 500. */
  readonly failShare: number;
}

export const NO_TROUBLE: Trouble = {
  leakBytesPerSecond: 0,
  leakedConnections: 0,
  slowShare: 0,
  slowMs: 0,
  failShare: 0,
};

/** GET /internal/state: what the recorder writes down as capacity, apart from what Prometheus scrapes. */
export interface ShopState {
  readonly poolSize: number;
  readonly poolInUse: number;
  readonly poolWaiting: number;
}

export const POOL_SIZE = 8;
export const CATEGORIES = 60;
export const PAGES = 4;
export const PRODUCTS_PER_CATEGORY = 400;
export const CUSTOMERS = 600_000;
