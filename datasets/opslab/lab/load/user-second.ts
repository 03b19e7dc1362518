import { ROUTES, type Route } from '../shop/settings.ts';

/** What happened to the requests of one route that were due within one second. */
export interface RouteSecond {
  readonly due: number;
  /** Never sent: lost on the way to the shop. */
  readonly lost: number;
  /** Answered with 5xx, refused, or not answered in time. */
  readonly failed: number;
  /** Answered well, but later than the route's objective. */
  readonly slow: number;
}

/** One second as the users had it, written down by the load generator alone. */
export interface UserSecond {
  /** Begin of the second. */
  readonly timestampMs: number;
  readonly routes: Readonly<Record<Route, RouteSecond>>;
  /** Of all answered requests, measured from when each was due; null where none was answered. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** How late the generator itself was at worst: what a user did not feel. */
  readonly lagMs: number;
}

/** A good answer is not later than this: some five times what a quiet lab takes. */
export const OBJECTIVE_MS: Readonly<Record<Route, number>> = { catalogue: 100, cart: 100, checkout: 250 };
/** A user gives up. */
export const TIMEOUT_MS = 2_000;

export type Outcome =
  | { readonly kind: 'answered'; readonly status: number; readonly tookMs: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'lost' };

export interface Collecting {
  readonly timestampMs: number;
  readonly add: (route: Route, outcome: Outcome) => void;
  readonly late: (lagMs: number) => void;
  readonly done: () => UserSecond;
}

/** Collects one second. */
export function collectSecond(timestampMs: number): Collecting {
  const counts = Object.fromEntries(ROUTES.map((route) => [route, { due: 0, lost: 0, failed: 0, slow: 0 }])) as Record<
    Route,
    { due: number; lost: number; failed: number; slow: number }
  >;
  const tookMs: number[] = [];
  let lagMs = 0;
  return {
    timestampMs,
    add: (route, outcome) => {
      const count = counts[route];
      count.due++;
      if (outcome.kind === 'lost') count.lost++;
      else if (outcome.kind === 'failed' || outcome.status >= 500) count.failed++;
      else if (outcome.tookMs > OBJECTIVE_MS[route]) count.slow++;
      if (outcome.kind === 'answered') tookMs.push(outcome.tookMs);
    },
    late: (ms) => {
      lagMs = Math.max(lagMs, ms);
    },
    done: () => {
      tookMs.sort((a, b) => a - b);
      const at = (share: number): number | null =>
        tookMs.length === 0 ? null : round(tookMs[Math.min(tookMs.length - 1, Math.floor(share * tookMs.length))]!);
      return { timestampMs, routes: counts, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), lagMs: round(lagMs) };
    },
  };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
