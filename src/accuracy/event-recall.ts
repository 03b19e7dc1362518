import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { touchedEvents } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';

export const eventRecall = metricOfSums({
  card: {
    id: 'event-recall',
    version: 1,
    title: 'Event recall',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition:
      'Detected incidents / incidents. An incident is detected when any span of any alert shares a moment with it, both ends inside, whether the alert began in it or before it. An alert that touches several incidents detects each of them.',
    undefinedWhen: 'there is no incident',
    source: 'Tatbul et al., Precision and Recall for Time Series, NeurIPS 2018 (existence only)',
  },
  sums: ['detected', 'incidents'],
  count: (block) => ({
    detected: touchedEvents(block, block.incidents).length,
    incidents: block.incidents.length,
  }),
  value: ({ detected, incidents }) =>
    incidents === 0 ? undefinedBecause('there is no incident') : defined(detected / incidents),
  exactInterval: ({ detected, incidents }) => clopperPearson(detected, incidents),
});
