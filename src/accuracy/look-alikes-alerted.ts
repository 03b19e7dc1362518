import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { touchedEvents } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';

export const lookAlikesAlerted = metricOfSums({
  card: {
    id: 'look-alikes-alerted',
    version: 1,
    title: 'Look-alikes alerted',
    unit: '1',
    better: 'lower',
    range: [0, 1],
    definition:
      'Benign events (deploys, backups, campaigns) touched by any span of an alert / benign events. An alert that was up for an incident at the same time counts too.',
    undefinedWhen: 'the data name no benign event',
    source: 'operational unit of this project',
  },
  sums: ['alerted', 'benign'],
  count: (block) => ({ alerted: touchedEvents(block, block.benign).length, benign: block.benign.length }),
  value: ({ alerted, benign }) =>
    benign === 0 ? undefinedBecause('the data name no benign event') : defined(alerted / benign),
  exactInterval: ({ alerted, benign }) => clopperPearson(alerted, benign),
});
