import type { NamedQueries } from './side-by-side.ts';

const REQUESTS = 'shop_http_requests_total';
const BUCKETS = 'shop_http_request_duration_seconds_bucket';

/** What dashboards and rules ask of a service; all over `fleetRecording`. */
export const FLEET_QUERIES: readonly NamedQueries[] = [
  [`instant selector, 400 series`, REQUESTS],
  ['rate', `rate(${REQUESTS}[5m])`],
  ['increase over 1 h', `increase(${REQUESTS}[1h])`],
  ['sum by (rate)', `sum by (route, code) (rate(${REQUESTS}[5m]))`],
  ['sum without (rate)', `sum without (instance, method) (rate(${REQUESTS}[5m]))`],
  ['avg by, gauges', 'avg by (instance) (shop_queue_age_seconds)'],
  ['stddev by, gauges', 'stddev by (queue) (shop_queue_age_seconds)'],
  ['quantile by, gauges', 'quantile by (queue) (0.9, shop_queue_age_seconds)'],
  ['avg_over_time, 10 m', 'avg_over_time(shop_queue_age_seconds[10m])'],
  ['avg_over_time, 1 h', 'avg_over_time(shop_queue_age_seconds[1h])'],
  ['max_over_time, 10 m', 'max_over_time(shop_queue_age_seconds[10m])'],
  ['max_over_time, 1 h', 'max_over_time(shop_queue_age_seconds[1h])'],
  ['quantile_over_time, 10 m', 'quantile_over_time(0.9, shop_queue_age_seconds[10m])'],
  ['stddev_over_time, 10 m', 'stddev_over_time(shop_queue_age_seconds[10m])'],
  ['predict_linear, 1 h', 'predict_linear(shop_queue_age_seconds[1h], 14400)'],
  ['histogram_quantile', `histogram_quantile(0.99, sum by (le, route) (rate(${BUCKETS}[5m])))`],
  [
    'share of errors, matched',
    `sum by (instance, route) (rate(${REQUESTS}{code=~"5.."}[5m])) / sum by (instance, route) (rate(${REQUESTS}[5m]))`,
  ],
  ['one to one, ignoring', `${REQUESTS}{code="500"} / ignoring (code) ${REQUESTS}{code="200"}`],
  ['group_left', `rate(${REQUESTS}[5m]) / on (instance) group_left () rate(shop_orders_total[5m])`],
  ['topk', 'topk(5, shop_queue_age_seconds)'],
  ['subquery', `max_over_time(sum by (route) (rate(${REQUESTS}[5m]))[30m:1m])`],
].map(([name, query]) => ({ name: name!, queries: [query!] }));
