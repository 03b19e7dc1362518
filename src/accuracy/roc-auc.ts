import { defined, type Metric, undefinedBecause } from './metric.ts';
import { ABSTAINED_RANKS, rankRows, weightedSum } from './ranked-rows.ts';

export const rocAuc: Metric = {
  card: {
    id: 'roc-auc',
    version: 1,
    title: 'ROC AUC',
    unit: '1',
    better: 'higher',
    range: [0, 1],
    definition: `Probability that a row in an incident scores higher than a row outside one, equal scores counting one half (rank-based; no threshold). ${ABSTAINED_RANKS}`,
    undefinedWhen: 'no row lies in an incident, or no scored row lies outside one',
    source: 'Hanley and McNeil, Radiology 143 (1982); Mann and Whitney, 1947',
  },
  prepare: (judged) => {
    const { blocks, labels, lastOfTie, unscoredPositives } = rankRows(judged);
    return (weights) => {
      let positives = 0;
      let negatives = 0;
      let pairsWon = 0; // pairs in which the row in the incident ranks higher, ties as one half
      let tiedPositives = 0;
      let tiedNegatives = 0;
      for (let rank = 0; rank < blocks.length; rank++) {
        const weight = weights[blocks[rank]!]!;
        if (labels[rank] === 1) tiedPositives += weight;
        else tiedNegatives += weight;
        if (lastOfTie[rank] === 0) continue;
        pairsWon += tiedNegatives * (positives + tiedPositives / 2);
        positives += tiedPositives;
        negatives += tiedNegatives;
        tiedPositives = 0;
        tiedNegatives = 0;
      }
      positives += weightedSum(unscoredPositives, weights);
      if (positives === 0) return undefinedBecause('no row lies in an incident');
      if (negatives === 0) return undefinedBecause('no scored row lies outside the incidents');
      return defined(pairsWon / (positives * negatives));
    };
  },
};
