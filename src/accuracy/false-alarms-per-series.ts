import { metricOfSums } from './block-sums.ts';
import { poissonInterval } from './intervals.ts';
import { trueAlerts } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { countedRowCount, wholeOf } from './stretch.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const falseAlarmsPerSeries = metricOfSums({
  card: {
    id: 'false-alarms-per-series',
    version: 1,
    title: 'False alarms per series',
    unit: 'alerts/series',
    better: 'lower',
    range: [0, null],
    definition: `Alerts that go out in no incident / recordings. For a stretch of a recording, the share of its counted rows is the share of a recording. The rate over time is false alarms per day. ${WITH_TOLERANCE}`,
    undefinedWhen: 'no row is scored',
    source: 'operational unit of this project; exact interval: Garwood, Biometrika 28 (1936)',
  },
  sums: ['falseAlarms', 'series'],
  count: (block) => {
    const rows = countedRowCount(wholeOf(block));
    return {
      falseAlarms: block.alerts.length - trueAlerts(block).length,
      series: rows === 0 ? 0 : countedRowCount(block) / rows,
    };
  },
  value: ({ falseAlarms, series }) =>
    series > 0 ? defined(falseAlarms / series) : undefinedBecause('no row is scored'),
  exactInterval: ({ falseAlarms, series }) => {
    const count = poissonInterval(falseAlarms);
    return { ...count, low: count.low / series, high: count.high / series };
  },
});
