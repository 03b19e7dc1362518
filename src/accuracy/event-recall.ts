import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { pagedIncidents } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';
import { WITH_TOLERANCE } from './tolerance.ts';

export const eventRecall = metricOfSums({
  card: {
    id: 'event-recall',
    version: 1,
    title: 'Event recall',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Detected incidents / incidents. An incident is detected when a page goes out in it, both ends inside. An alarm that was up already, or that the cool-down joined to an earlier page, tells nobody anything new and detects nothing. ${WITH_TOLERANCE}`,
    undefinedWhen: 'there is no incident',
    source:
      'operational unit of this project; existence reward after Tatbul et al., Precision and Recall for Time Series, NeurIPS 2018',
  },
  sums: ['detected', 'incidents'],
  count: (block) => ({
    detected: pagedIncidents(block).length,
    incidents: block.incidents.length,
  }),
  value: ({ detected, incidents }) =>
    incidents === 0 ? undefinedBecause('there is no incident') : defined(detected / incidents),
  exactInterval: ({ detected, incidents }) => clopperPearson(detected, incidents),
});
