import { metricOfSums } from './block-sums.ts';
import { defined, undefinedBecause } from './metric.ts';
import { ABSTAINED_POINTS, countPoints, POINT_SUMS } from './point-counts.ts';

export const pointF1 = metricOfSums({
  card: {
    id: 'point-f1',
    version: 1,
    title: 'Point F1',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Harmonic mean of point precision and point recall at the threshold in use, without point adjustment; 0 when no row of an incident is predicted. A row is predicted when its score is at or above the threshold. ${ABSTAINED_POINTS}`,
    undefinedWhen: 'no row lies in an incident',
    source: 'van Rijsbergen, Information Retrieval, 1979',
  },
  sums: POINT_SUMS,
  count: countPoints,
  value: ({ truePositives, falsePositives, falseNegatives }) =>
    truePositives + falseNegatives === 0
      ? undefinedBecause('no row lies in an incident')
      : defined((2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives)),
});
