import type { Judged } from './metric.ts';
import { countedRows } from './stretch.ts';

/** Counted rows of all blocks in falling order of score. */
export interface RankedRows {
  /** Block of each scored row. */
  readonly blocks: Uint32Array;
  /** 1 where the row lies in an incident. */
  readonly labels: Uint8Array;
  /** 1 on the last row of each group of equal scores. */
  readonly lastOfTie: Uint8Array;
  /** Per block: rows in an incident without a score. They rank below everything. */
  readonly unscoredPositives: Uint32Array;
}

/** What the cards of the rank metrics say about rows without a score. */
export const ABSTAINED_RANKS =
  'An abstained row in an incident ranks below every scored row and is never found; outside one it is left out.';

/** Sorts once; every resample then walks the rows in this order. */
export function rankRows(judged: readonly Judged[]): RankedRows {
  const scores: number[] = [];
  const blockOf: number[] = [];
  const labelOf: number[] = [];
  const unscoredPositives = new Uint32Array(judged.length);
  judged.forEach((block, index) => {
    const { from, to } = countedRows(block);
    for (let row = from; row < to; row++) {
      const score = block.scores[row]!;
      if (Number.isNaN(score)) unscoredPositives[index]! += block.labels[row]!;
      else {
        scores.push(score);
        blockOf.push(index);
        labelOf.push(block.labels[row]!);
      }
    }
  });
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  return {
    blocks: order.map((i) => blockOf[i]!),
    labels: Uint8Array.from(order, (i) => labelOf[i]!),
    lastOfTie: Uint8Array.from(order, (i, rank) => (scores[i] === scores[order[rank + 1]!] ? 0 : 1)),
    unscoredPositives,
  };
}

export const weightedSum = (counts: Uint32Array, weights: Uint32Array): number =>
  counts.reduce((sum, count, i) => sum + count * weights[i]!, 0);
