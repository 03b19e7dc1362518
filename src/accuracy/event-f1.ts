import { metricOfSums } from './block-sums.ts';
import { pagedIncidents, trueAlerts } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const eventF1 = metricOfSums({
  card: {
    id: 'event-f1',
    version: 1,
    title: 'Event F1',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Harmonic mean of event precision and event recall, both by the moment a page goes out; 0 when nothing was detected, alerts or none. ${WITH_TOLERANCE}`,
    undefinedWhen: 'there is no incident',
    source: 'van Rijsbergen, Information Retrieval, 1979, over the event precision and recall of this line-up',
  },
  sums: ['trueAlerts', 'alerts', 'detected', 'incidents'],
  count: (block) => ({
    trueAlerts: trueAlerts(block).length,
    alerts: block.alerts.length,
    detected: pagedIncidents(block).length,
    incidents: block.incidents.length,
  }),
  value: ({ trueAlerts, alerts, detected, incidents }) => {
    if (incidents === 0) return undefinedBecause('there is no incident');
    if (detected === 0 || trueAlerts === 0) return defined(0);
    const precision = trueAlerts / alerts;
    const recall = detected / incidents;
    return defined((2 * precision * recall) / (precision + recall));
  },
});
