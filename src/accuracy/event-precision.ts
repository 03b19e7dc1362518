import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { trueAlerts } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const eventPrecision = metricOfSums({
  card: {
    id: 'event-precision',
    version: 1,
    title: 'Event precision',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `True alerts / alerts. An alert is one page; it is true when it goes out in an incident, both ends inside. ${WITH_TOLERANCE}`,
    undefinedWhen: 'no alert was raised',
    source: 'operational unit of this project; existence only, counted per page',
  },
  sums: ['trueAlerts', 'alerts'],
  count: (block) => ({ trueAlerts: trueAlerts(block).length, alerts: block.alerts.length }),
  value: ({ trueAlerts, alerts }) =>
    alerts === 0 ? undefinedBecause('no alert was raised') : defined(trueAlerts / alerts),
  exactInterval: ({ trueAlerts, alerts }) => clopperPearson(trueAlerts, alerts),
});
