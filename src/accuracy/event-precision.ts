import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { trueAlerts } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';

export const eventPrecision = metricOfSums({
  card: {
    id: 'event-precision',
    version: 1,
    title: 'Event precision',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition:
      'True alerts / alerts. An alert is one page with all its spans; it is true when any span shares a moment with an incident, both ends inside. An alert that touches several incidents is one true alert. An alert that never clears is one true alert: read with time in alarm.',
    undefinedWhen: 'no alert was raised',
    source: 'Tatbul et al., Precision and Recall for Time Series, NeurIPS 2018 (existence only, counted per alert)',
  },
  sums: ['trueAlerts', 'alerts'],
  count: (block) => ({ trueAlerts: trueAlerts(block).length, alerts: block.alerts.length }),
  value: ({ trueAlerts, alerts }) =>
    alerts === 0 ? undefinedBecause('no alert was raised') : defined(trueAlerts / alerts),
  exactInterval: ({ trueAlerts, alerts }) => clopperPearson(trueAlerts, alerts),
});
