/** A metric name that is exported, and which of its series: every label named must have one of the values. */
export interface Curated {
  readonly name: string;
  readonly only?: Readonly<Record<string, readonly string[]>>;
}

const SHOP = { job: ['shop'] };

/**
 * What is exported of all that is scraped: all that the rules read, all that the feature table is made of, and what one
 * would look at next. Histograms come whole.
 */
export const CURATED: readonly Curated[] = [
  // With the duration of each scrape one can tell which samples an evaluation was too early to see.
  ...plain('up', 'scrape_duration_seconds', 'ALERTS', 'ALERTS_FOR_STATE'),
  ...plain(
    'shop:requests:rate15s',
    'shop:error_ratio:rate10s',
    'shop:error_ratio:rate30s',
    'shop:error_ratio:rate1m',
    'shop:error_ratio:rate3m',
    'route:latency_p95_seconds:rate15s',
    'instance:latency_mean_seconds:rate15s',
    'instance:error_ratio:rate15s',
  ),
  ...plain('http_requests_total', 'http_requests_in_flight', ...histogram('http_request_duration_seconds')),
  ...plain(...histogram('shop_dependency_duration_seconds'), 'shop_dependency_errors_total'),
  ...plain('shop_cache_lookups_total', 'shop_orders_total', 'shop_build_info'),
  ...plain('shop_db_pool_in_use', 'shop_db_pool_waiting', 'shop_db_pool_size'),
  ...[
    'process_cpu_seconds_total',
    'process_resident_memory_bytes',
    'process_start_time_seconds',
    'nodejs_heap_size_used_bytes',
    'nodejs_eventloop_lag_p99_seconds',
  ].map((name) => ({ name, only: SHOP })),
  {
    name: 'node_cpu_seconds_total',
    only: { mode: ['idle', 'iowait', 'user', 'system', 'softirq', 'nice', 'steal'] },
  },
  ...plain(
    'node_memory_MemAvailable_bytes',
    'node_memory_MemTotal_bytes',
    'node_load1',
    'node_pressure_cpu_waiting_seconds_total',
    'node_pressure_io_waiting_seconds_total',
    'node_procs_running',
    'node_context_switches_total',
  ),
  ...['node_filesystem_avail_bytes', 'node_filesystem_size_bytes'].map((name) => ({
    name,
    only: { mountpoint: ['/receipts'] },
  })),
  ...plain('pg_up', 'pg_settings_max_connections'),
  ...['pg_stat_activity_count', 'pg_stat_activity_max_tx_duration'].map((name) => ({
    name,
    only: { datname: ['shop'], state: ['active', 'idle', 'idle in transaction'] },
  })),
  {
    name: 'pg_locks_count',
    only: { datname: ['shop'], mode: ['accessexclusivelock', 'accesssharelock', 'rowexclusivelock', 'exclusivelock'] },
  },
  ...[
    'pg_stat_database_xact_commit',
    'pg_stat_database_xact_rollback',
    'pg_stat_database_blks_read',
    'pg_stat_database_blks_hit',
    'pg_stat_database_tup_returned',
    'pg_stat_database_tup_fetched',
    'pg_stat_database_tup_updated',
    'pg_stat_database_deadlocks',
    'pg_stat_database_temp_bytes',
    'pg_database_size_bytes',
  ].map((name) => ({ name, only: { datname: ['shop'] } })),
  ...plain(
    'redis_up',
    'redis_keyspace_hits_total',
    'redis_keyspace_misses_total',
    'redis_commands_processed_total',
    'redis_memory_used_bytes',
    'redis_connected_clients',
    'redis_evicted_keys_total',
    'redis_expired_keys_total',
  ),
  { name: 'redis_db_keys', only: { db: ['db0'] } },
  ...plain(
    'nginx_up',
    'nginx_http_requests_total',
    'nginx_connections_active',
    'nginx_connections_accepted',
    'nginx_connections_handled',
    'nginx_connections_reading',
    'nginx_connections_writing',
    'nginx_connections_waiting',
  ),
];

function plain(...names: readonly string[]): Curated[] {
  return names.map((name) => ({ name }));
}

function histogram(name: string): string[] {
  return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
}

export function isCurated(labels: Readonly<Record<string, string>>): boolean {
  return CURATED.some(
    ({ name, only }) =>
      labels.__name__ === name &&
      Object.entries(only ?? {}).every(([label, values]) => values.includes(labels[label] ?? '')),
  );
}
