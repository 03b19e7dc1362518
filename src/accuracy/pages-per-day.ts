import { metricOfSums } from './block-sums.ts';
import { poissonInterval } from './intervals.ts';
import { defined, undefinedBecause } from './metric.ts';
import { scoredMs } from './scored-time.ts';

const DAY_MS = 86_400_000;

export const pagesPerDay = metricOfSums({
  card: {
    id: 'pages-per-day',
    version: 1,
    title: 'Pages per day',
    unit: 'alerts/day',
    better: 'neither',
    range: [0, null],
    definition:
      'Alerts, right or wrong, that go out / scored days: what the cool-down of the policy leaves of all the times the score went over. A row lasts until the next one, at most ten sampling steps. Silence gets 0; the incidents per day are what a perfect watcher gets.',
    undefinedWhen: 'the scored rows span no time',
    source: 'operational unit of this project; exact interval: Garwood, Biometrika 28 (1936)',
  },
  sums: ['pages', 'scoredMs'],
  count: (block) => ({ pages: block.alerts.length, scoredMs: scoredMs(block) }),
  value: (sums) =>
    sums.scoredMs > 0
      ? defined(sums.pages / (sums.scoredMs / DAY_MS))
      : undefinedBecause('the scored rows span no time'),
  exactInterval: (sums) => {
    const days = sums.scoredMs / DAY_MS;
    const count = poissonInterval(sums.pages);
    return { ...count, low: count.low / days, high: count.high / days };
  },
});
