import { metricOfSums } from './block-sums.ts';
import { defined, undefinedBecause } from './metric.ts';
import { ABSTAINED_POINTS, countPoints, POINT_SUMS } from './point-counts.ts';

export const pointPrecision = metricOfSums({
  card: {
    id: 'point-precision',
    version: 1,
    title: 'Point precision',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Predicted rows that lie in an incident / predicted rows. A row is predicted when its score is at or above the threshold. ${ABSTAINED_POINTS}`,
    undefinedWhen: 'no row is predicted',
    source: 'van Rijsbergen, Information Retrieval, 1979',
  },
  sums: POINT_SUMS,
  count: countPoints,
  value: ({ truePositives, falsePositives }) =>
    truePositives + falsePositives === 0
      ? undefinedBecause('no row is predicted')
      : defined(truePositives / (truePositives + falsePositives)),
});
