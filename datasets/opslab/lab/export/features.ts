import type { Channel } from '../../../../src/telemetry/recording.ts';
import type { Selection } from './selection.ts';

/** One ready column: what a team would put on its dashboard, from samples at or before the row's time alone. */
export interface Feature {
  readonly name: string;
  readonly unit: string;
  readonly what: string;
  /** NaN where there is no reading. */
  readonly at: (select: Selection, ms: number) => number;
}

/** Ten scrapes: long enough for a ratio of few requests, short enough for an incident of a minute. */
const WINDOW_MS = 10_000;
const MS = 1_000;
const MEMORY_LIMIT_BYTES = 300 * 1024 * 1024;

export const FEATURES: readonly Feature[] = [
  feature('requests_per_second', 'req/s', 'requests at nginx', (select, ms) =>
    select('nginx_http_requests_total').sumRate(ms, WINDOW_MS),
  ),
  feature('orders_per_second', 'req/s', 'orders placed', (select, ms) =>
    select('shop_orders_total').sumRate(ms, WINDOW_MS),
  ),
  feature('error_ratio', '1', '5xx of all answers of the shop', (select, ms) =>
    ratio(
      select('http_requests_total', { code: /^5/ }).sumRate(ms, WINDOW_MS, 0),
      select('http_requests_total').sumRate(ms, WINDOW_MS),
    ),
  ),
  feature('latency_p50_ms', 'ms', 'median time to answer, all routes', (select, ms) => MS * latency(select, ms, 0.5)),
  feature('latency_p95_ms', 'ms', '95th percentile, all routes', (select, ms) => MS * latency(select, ms, 0.95)),
  feature('latency_p99_ms', 'ms', '99th percentile, all routes', (select, ms) => MS * latency(select, ms, 0.99)),
  feature(
    'checkout_p95_ms',
    'ms',
    '95th percentile of checkouts',
    (select, ms) =>
      MS * select('http_request_duration_seconds_bucket', { route: 'checkout' }).quantile(ms, WINDOW_MS, 0.95),
  ),
  feature(
    'instance_latency_spread',
    '1',
    'mean time of the slowest instance over that of the middle one',
    (select, ms) =>
      spread(
        byInstance(select, ms, (instance) =>
          ratio(
            select('http_request_duration_seconds_sum', { instance }).sumRate(ms, WINDOW_MS),
            select('http_request_duration_seconds_count', { instance }).sumRate(ms, WINDOW_MS),
          ),
        ),
        (most, middle) => most / middle,
      ),
  ),
  feature('instance_error_spread', '1', 'error ratio of the worst instance less that of the middle one', (select, ms) =>
    spread(
      byInstance(select, ms, (instance) =>
        ratio(
          select('http_requests_total', { instance, code: /^5/ }).sumRate(ms, WINDOW_MS, 0),
          select('http_requests_total', { instance }).sumRate(ms, WINDOW_MS),
        ),
      ),
      (most, middle) => most - middle,
    ),
  ),
  feature('instances_up', '1', 'shop instances that answer scrapes', (select, ms) =>
    select('up', { job: 'shop' }).sum(ms),
  ),
  feature('targets_up_ratio', '1', 'scrape targets that answer', (select, ms) => select('up').mean(ms)),
  feature('requests_in_flight', '1', 'requests the shop has not answered', (select, ms) =>
    select('http_requests_in_flight').sum(ms),
  ),
  feature('cpu_busy_ratio', '1', 'busy share of the core of the watched system', (select, ms) =>
    Math.max(0, 1 - select('node_cpu_seconds_total', { cpu: '1', mode: 'idle' }).sumRate(ms, WINDOW_MS)),
  ),
  feature('cpu_waiting_ratio', '1', 'share of time in which something waited for a CPU', (select, ms) =>
    select('node_pressure_cpu_waiting_seconds_total').sumRate(ms, WINDOW_MS),
  ),
  feature(
    'event_loop_lag_ms',
    'ms',
    '99th percentile of the slowest instance',
    (select, ms) => MS * select('nodejs_eventloop_lag_p99_seconds').max(ms),
  ),
  feature(
    'memory_ratio',
    '1',
    'resident memory of the biggest instance over its limit',
    (select, ms) => select('process_resident_memory_bytes').max(ms) / MEMORY_LIMIT_BYTES,
  ),
  feature('db_pool_in_use', '1', 'connections in use, all pools', (select, ms) =>
    select('shop_db_pool_in_use').sum(ms),
  ),
  feature('db_pool_waiting', '1', 'requests waiting for a connection', (select, ms) =>
    select('shop_db_pool_waiting').sum(ms),
  ),
  feature('db_active', '1', 'active sessions of PostgreSQL', (select, ms) =>
    select('pg_stat_activity_count', { state: 'active' }).sum(ms),
  ),
  feature('db_oldest_transaction_s', 's', 'age of the oldest open transaction', (select, ms) =>
    select('pg_stat_activity_max_tx_duration').max(ms),
  ),
  feature('db_transactions_per_second', '1/s', 'transactions committed', (select, ms) =>
    select('pg_stat_database_xact_commit').sumRate(ms, WINDOW_MS),
  ),
  feature('db_rows_read_per_second', '1/s', 'rows read by scans', (select, ms) =>
    select('pg_stat_database_tup_returned').sumRate(ms, WINDOW_MS),
  ),
  feature('db_call_ms', 'ms', 'mean time of a database call of the shop', (select, ms) =>
    dependency(select, ms, 'postgres'),
  ),
  feature('cache_call_ms', 'ms', 'mean time of a cache call of the shop', (select, ms) =>
    dependency(select, ms, 'redis'),
  ),
  feature('payment_call_ms', 'ms', 'mean time of a payment call of the shop', (select, ms) =>
    dependency(select, ms, 'payment'),
  ),
  feature('dependency_errors_per_second', '1/s', 'failed calls to dependencies', (select, ms) =>
    select('shop_dependency_errors_total').sumRate(ms, WINDOW_MS),
  ),
  feature('cache_hit_ratio', '1', 'catalogue pages found in the cache', (select, ms) =>
    ratio(
      select('shop_cache_lookups_total', { result: 'hit' }).sumRate(ms, WINDOW_MS),
      select('shop_cache_lookups_total').sumRate(ms, WINDOW_MS),
    ),
  ),
  feature('cache_keys', '1', 'keys in Redis', (select, ms) => select('redis_db_keys').sum(ms)),
  feature('disk_free_ratio', '1', "free share of the receipts' volume", (select, ms) =>
    ratio(select('node_filesystem_avail_bytes').sum(ms), select('node_filesystem_size_bytes').sum(ms)),
  ),
  feature('nginx_connections', '1', 'connections open at nginx', (select, ms) =>
    select('nginx_connections_active').sum(ms),
  ),
];

export const FEATURE_CHANNELS: readonly Channel[] = FEATURES.map(({ name, unit }) => ({
  labels: { __name__: name },
  unit,
  kind: 'gauge',
}));

function feature(name: string, unit: string, what: string, at: Feature['at']): Feature {
  return { name, unit, what, at };
}

/** Of nothing there is no share. */
function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : Number.NaN;
}

function latency(select: Selection, ms: number, quantile: number): number {
  return select('http_request_duration_seconds_bucket').quantile(ms, WINDOW_MS, quantile);
}

function dependency(select: Selection, ms: number, name: string): number {
  return (
    MS *
    ratio(
      select('shop_dependency_duration_seconds_sum', { dependency: name }).sumRate(ms, WINDOW_MS),
      select('shop_dependency_duration_seconds_count', { dependency: name }).sumRate(ms, WINDOW_MS),
    )
  );
}

function byInstance(select: Selection, ms: number, of: (instance: string) => number): number[] {
  const up = select('up', { job: 'shop' });
  return up
    .label('instance')
    .filter((instance) => select('up', { job: 'shop', instance }).sum(ms) === 1)
    .map(of);
}

/** Needs two instances at least that can be told about. */
function spread(values: readonly number[], compare: (most: number, middle: number) => number): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length < 2) return Number.NaN;
  return compare(sorted.at(-1)!, sorted[(sorted.length - 1) >> 1]!);
}
