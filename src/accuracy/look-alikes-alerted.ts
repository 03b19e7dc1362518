import { metricOfSums } from './block-sums.ts';
import { clopperPearson } from './intervals.ts';
import { pagedEvents } from './matching.ts';
import { defined, undefinedBecause } from './metric.ts';

export const lookAlikesAlerted = metricOfSums({
  card: {
    id: 'look-alikes-alerted',
    version: 1,
    title: 'Look-alikes alerted',
    unit: '1',
    better: 'lower',
    range: [0, 1],
    definition: 'Benign events (deploys, backups, campaigns) in which a page goes out / benign events.',
    undefinedWhen: 'the data name no benign event',
    source: 'operational unit of this project',
  },
  sums: ['alerted', 'benign'],
  count: (block) => ({ alerted: pagedEvents(block, block.benign).length, benign: block.benign.length }),
  value: ({ alerted, benign }) =>
    benign === 0 ? undefinedBecause('the data name no benign event') : defined(alerted / benign),
  exactInterval: ({ alerted, benign }) => clopperPearson(alerted, benign),
});
