import { metricOfSums } from './block-sums.ts';
import { defined, undefinedBecause } from './metric.ts';
import { ABSTAINED_POINTS, countPoints, POINT_SUMS } from './point-counts.ts';

export const pointRecall = metricOfSums({
  card: {
    id: 'point-recall',
    version: 1,
    title: 'Point recall',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Rows in an incident that are predicted / rows in an incident. A row is predicted when its score is at or above the threshold. ${ABSTAINED_POINTS}`,
    undefinedWhen: 'no row lies in an incident',
    source: 'van Rijsbergen, Information Retrieval, 1979',
  },
  sums: POINT_SUMS,
  count: countPoints,
  value: ({ truePositives, falseNegatives }) =>
    truePositives + falseNegatives === 0
      ? undefinedBecause('no row lies in an incident')
      : defined(truePositives / (truePositives + falseNegatives)),
});
