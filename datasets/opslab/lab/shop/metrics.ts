import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a shop instance tells Prometheus; the names are those of the alert rules. */
export function openShopMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({
      name: 'http_requests_total',
      help: 'Requests answered, by route and status code',
      labelNames: ['route', 'code'],
      registers,
    }),
    durations: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from request to answer',
      labelNames: ['route'],
      buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6],
      registers,
    }),
    inFlight: new Gauge({ name: 'http_requests_in_flight', help: 'Requests not yet answered', registers }),
    dependencies: new Histogram({
      name: 'shop_dependency_duration_seconds',
      help: 'Time a dependency took',
      labelNames: ['dependency'],
      buckets: [0.01, 0.05, 0.2, 0.5],
      registers,
    }),
    dependencyErrors: new Counter({
      name: 'shop_dependency_errors_total',
      help: 'Calls to a dependency that failed or timed out',
      labelNames: ['dependency'],
      registers,
    }),
    cacheLookups: new Counter({
      name: 'shop_cache_lookups_total',
      help: 'Catalogue pages looked up in the cache',
      labelNames: ['result'],
      registers,
    }),
    poolInUse: new Gauge({ name: 'shop_db_pool_in_use', help: 'Database connections in use', registers }),
    poolWaiting: new Gauge({ name: 'shop_db_pool_waiting', help: 'Requests waiting for a connection', registers }),
    poolSize: new Gauge({ name: 'shop_db_pool_size', help: 'Connections the pool may open', registers }),
    orders: new Counter({ name: 'shop_orders_total', help: 'Orders placed', registers }),
    release: new Gauge({
      name: 'shop_build_info',
      help: '1 for the running release',
      labelNames: ['version'],
      registers,
    }),
  };
}

export type ShopMetrics = ReturnType<typeof openShopMetrics>;

/** Times a call to a dependency and counts its failure. */
export async function observed<T>(metrics: ShopMetrics, dependency: string, call: () => Promise<T>): Promise<T> {
  const done = metrics.dependencies.startTimer({ dependency });
  try {
    return await call();
  } catch (error) {
    metrics.dependencyErrors.inc({ dependency });
    throw error;
  } finally {
    done();
  }
}
