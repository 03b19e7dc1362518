import { deriveSeed, seededRandom } from '../../src/chance.ts';
import { median } from '../../src/latency/location.ts';
import { evaluateRange } from '../../src/promql/evaluate/evaluate.ts';
import { labelsOfRecord } from '../../src/promql/labels.ts';
import { memorySource } from '../../src/promql/memory-source.ts';
import type { SampleSeries } from '../../src/promql/sample-source.ts';
import { short, table } from '../accuracy/comparison.ts';
import { parsedOf } from './side-by-side.ts';
import { counter } from './signals.ts';
import { DAY_MS, SCRAPE_MS, scrapedTarget } from './target.ts';
import { wholeDay } from './whole-day.ts';

const REPEATS = 5;
const SERIES_PER_TARGET = 100;

/** From the first size on, each grows by itself. */
const SIZES = [
  { series: 250, stepMs: 60_000, window: '5m' },
  { series: 1000, stepMs: 60_000, window: '5m' },
  { series: 250, stepMs: 15_000, window: '5m' },
  { series: 250, stepMs: 60_000, window: '1h' },
  { series: 1000, stepMs: 15_000, window: '1h' },
] as const;

const FUNCTIONS = [
  (window: string) => `rate(c[${window}])`,
  (window: string) => `sum(rate(c[${window}]))`,
  (window: string) => `max_over_time(c[${window}])`,
  (window: string) => `avg_over_time(c[${window}])`,
] as const;

function counters(count: number): SampleSeries[] {
  const targets = Array.from({ length: Math.ceil(count / SERIES_PER_TARGET) }, (_, t) => {
    const random = seededRandom(deriveSeed(1, `target ${t}`));
    return { random, target: scrapedTarget(random, DAY_MS) };
  });
  return Array.from({ length: count }, (_, i) => {
    const { random, target } = targets[Math.floor(i / SERIES_PER_TARGET)]!;
    const labels = labelsOfRecord({ __name__: 'c', i: String(i) });
    return { labels, timestampsMs: target.timestampsMs, values: counter(target, random), stale: null };
  });
}

/** How the cost of our side grows with series, steps and window: nanoseconds for each series and step. */
export function growthTable(progress: (what: string) => void): string {
  const rows = SIZES.map(({ series, stepMs, window }) => {
    const source = memorySource(counters(series));
    const range = wholeDay(stepMs);
    const steps = DAY_MS / stepMs;
    progress(`${series} series, ${steps} steps, ${window}`);
    const costs = FUNCTIONS.map((query) => {
      const expression = parsedOf(query(window));
      evaluateRange(expression, source, range);
      const seconds = Array.from({ length: REPEATS }, () => {
        const start = process.cpuUsage();
        evaluateRange(expression, source, range);
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1e6;
      });
      return `${short((median(seconds) / series / steps) * 1e9)}`;
    });
    return [`${series.toLocaleString('en-GB')} × ${steps.toLocaleString('en-GB')} × ${window}`, ...costs];
  });
  const head = FUNCTIONS.map((query) => `\`${query('w')}\``);
  return `${table(['series × steps × w', ...head], rows)}

Nanoseconds of processor time for each series and step, all threads, the median of ${REPEATS} after one that does not count;
samples are ${SCRAPE_MS / 1000} s apart, so an hour holds 240. \`rate\` and the extremes cost the same whatever the window.
\`avg_over_time\`, and what else adds up, adds every window up anew: a running sum would not give Prometheus' last bits.`;
}
