import { metricOfSums } from './block-sums.ts';
import { defined, undefinedBecause } from './metric.ts';
import { countedRowCount, countedRows } from './stretch.ts';

export const abstentionRatio = metricOfSums({
  card: {
    id: 'abstention-ratio',
    version: 1,
    title: 'Abstentions',
    unit: '1',
    better: 'lower',
    range: [0, 1],
    definition: 'Rows on which the contender gave no score but a reason / scored rows.',
    undefinedWhen: 'no row is scored',
    source: 'operational unit of this project',
  },
  sums: ['abstained', 'rows'],
  count: (block) => {
    const { from, to } = countedRows(block);
    let abstained = 0;
    for (let row = from; row < to; row++) if (Number.isNaN(block.scores[row]!)) abstained++;
    return { abstained, rows: countedRowCount(block) };
  },
  value: ({ abstained, rows }) => (rows === 0 ? undefinedBecause('no row is scored') : defined(abstained / rows)),
});
