import { defined, type Metric, undefinedBecause } from './metric.ts';
import { ABSTAINED_RANKS, rankRows, weightedSum } from './ranked-rows.ts';

export const averagePrecision: Metric = {
  card: {
    id: 'average-precision',
    version: 1,
    title: 'Average precision',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Area under the point-wise precision-recall curve as a staircase: the sum over distinct scores, highest first, of (recall - recall before) × precision. Not interpolated, so it differs from the trapezoid rule. ${ABSTAINED_RANKS}`,
    undefinedWhen: 'no row lies in an incident',
    source: 'step-wise average precision as in scikit-learn and TSB-AD (AUC-PR)',
  },
  prepare: (judged) => {
    const { blocks, labels, lastOfTie, unscoredPositives } = rankRows(judged);
    return (weights) => {
      let found = 0;
      let predicted = 0;
      let tiedPositives = 0;
      let area = 0; // in units of rows found
      for (let rank = 0; rank < blocks.length; rank++) {
        const weight = weights[blocks[rank]!]!;
        predicted += weight;
        if (labels[rank] === 1) tiedPositives += weight;
        if (lastOfTie[rank] === 0) continue;
        if (tiedPositives > 0) {
          found += tiedPositives;
          area += tiedPositives * (found / predicted);
          tiedPositives = 0;
        }
      }
      const positives = found + weightedSum(unscoredPositives, weights);
      return positives === 0 ? undefinedBecause('no row lies in an incident') : defined(area / positives);
    };
  },
};
