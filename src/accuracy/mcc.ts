import { metricOfSums } from './block-sums.ts';
import { defined, undefinedBecause } from './metric.ts';
import { ABSTAINED_POINTS, countPoints, POINT_SUMS } from './point-counts.ts';

export const mcc = metricOfSums({
  card: {
    id: 'mcc',
    version: 1,
    title: 'Matthews correlation',
    unit: '1',
    better: 'higher',
    range: [-1, 1],
    definition: `Correlation of prediction and label over rows: (TP·TN - FP·FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)). A row is predicted when its score is at or above the threshold. ${ABSTAINED_POINTS}`,
    undefinedWhen: 'all rows carry one label, or all rows or none are predicted',
    source: 'Matthews, Biochimica et Biophysica Acta 405 (1975)',
  },
  sums: POINT_SUMS,
  count: countPoints,
  value: ({ truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn }) => {
    if (tp + fn === 0) return undefinedBecause('no row lies in an incident');
    if (tn + fp === 0) return undefinedBecause('no scored row lies outside the incidents');
    if (tp + fp === 0) return undefinedBecause('no row is predicted');
    if (tn + fn === 0) return undefinedBecause('every row is predicted');
    return defined((tp * tn - fp * fn) / (Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn))));
  },
});
