import { metricOfSums } from './block-sums.ts';
import { poissonInterval } from './intervals.ts';
import { trueAlerts } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { scoredMs } from './scored-time.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

const DAY_MS = 86_400_000;

export const falseAlarmsPerDay = metricOfSums({
  card: {
    id: 'false-alarms-per-day',
    version: 1,
    title: 'False alarms per day',
    unit: 'alerts/day',
    better: 'lower',
    range: [0, null],
    definition: `Alerts that go out in no incident / scored days, over all recordings together. An alert on a look-alike is a false alarm. A row lasts until the next one, at most ten sampling steps, so that a hole in the data is no watching time. ${WITH_TOLERANCE}`,
    undefinedWhen: 'the scored rows span no time',
    source: 'operational unit of this project; exact interval: Garwood, Biometrika 28 (1936)',
  },
  sums: ['falseAlarms', 'scoredMs'],
  count: (block) => ({
    falseAlarms: block.alerts.length - trueAlerts(block).length,
    scoredMs: scoredMs(block),
  }),
  value: (sums) =>
    sums.scoredMs > 0
      ? defined(sums.falseAlarms / (sums.scoredMs / DAY_MS))
      : undefinedBecause('the scored rows span no time'),
  exactInterval: (sums) => {
    const days = sums.scoredMs / DAY_MS;
    const count = poissonInterval(sums.falseAlarms);
    return { ...count, low: count.low / days, high: count.high / days };
  },
});
