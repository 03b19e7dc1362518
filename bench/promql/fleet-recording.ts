import { deriveSeed, type Random, seededRandom } from '../../src/chance.ts';
import { labelsOfRecord } from '../../src/promql/labels.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import { BOUNDS, boundLabel, buckets, counter, gauge, type Signal, secondsCounter } from './signals.ts';
import { scrapedTarget, type Target } from './target.ts';

const INSTANCES = 10;
const METHODS = ['GET', 'POST'];
const ROUTES = ['/', '/cart', '/items', '/login', '/search'];
const SLOW_ROUTES = ROUTES.slice(0, 3);
const CODES = ['200', '404', '500', '503'];
const QUEUES = Array.from({ length: 20 }, (_, i) => `queue-${i + 1}`);

type Add = (name: string, labels: Readonly<Record<string, string>>, signal: Signal) => void;

/**
 * One service of ten instances, 100 series each: 40 request counters, 3 histograms of 12 buckets, 20 gauges of queues,
 * and 4 of the process.
 */
export function fleetRecording(seed: number, durationMs: number): SampleSeries[] {
  const series: SampleSeries[] = [];
  for (let i = 0; i < INSTANCES; i++) {
    const random = seededRandom(deriveSeed(seed, `instance ${i}`));
    const target = scrapedTarget(random, durationMs);
    series.push(...ofInstance(`10.0.0.${i + 1}:9100`, target, random));
  }
  return series;
}

function ofInstance(instance: string, target: Target, random: Random): SampleSeries[] {
  const series: SampleSeries[] = [];
  const push = (name: string, labels: Readonly<Record<string, string>>, values: Float64Array): void => {
    const all = labelsOfRecord({ __name__: name, job: 'shop', instance, ...labels });
    series.push({ labels: all, timestampsMs: target.timestampsMs, values, stale: null });
  };
  const add: Add = (name, labels, signal) => push(name, labels, signal(target, random));
  for (const method of METHODS)
    for (const route of ROUTES)
      for (const code of CODES) add('shop_http_requests_total', { method, route, code }, counter);
  for (const route of SLOW_ROUTES) {
    const columns = buckets(BOUNDS, target, random);
    BOUNDS.forEach((bound, b) => {
      push('shop_http_request_duration_seconds_bucket', { route, le: boundLabel(bound) }, columns[b]!);
    });
  }
  for (const queue of QUEUES) add('shop_queue_age_seconds', { queue }, gauge);
  add('shop_process_cpu_seconds_total', {}, secondsCounter);
  add('shop_process_resident_memory_bytes', {}, gauge);
  add('shop_process_open_fds', {}, gauge);
  add('shop_orders_total', {}, counter);
  return series;
}
