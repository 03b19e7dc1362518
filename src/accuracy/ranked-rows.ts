import type { Judged } from './metric.ts';
import { distinctLevels } from './series/levels.ts';
import { countedRowCount, countedRows } from './stretch.ts';

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
  const most = judged.reduce((sum, block) => sum + countedRowCount(block), 0);
  const scores = new Float64Array(most);
  const blockOf = new Uint32Array(most);
  const labelOf = new Uint8Array(most);
  const unscoredPositives = new Uint32Array(judged.length);
  let scored = 0;
  judged.forEach((block, index) => {
    const { from, to } = countedRows(block);
    for (let row = from; row < to; row++) {
      const score = block.scores[row]!;
      if (Number.isNaN(score)) unscoredPositives[index]! += block.labels[row]!;
      else {
        scores[scored] = score;
        blockOf[scored] = index;
        labelOf[scored++] = block.labels[row]!;
      }
    }
  });
  const { count, rows, starts } = distinctLevels(scores.subarray(0, scored));
  const lastOfTie = new Uint8Array(scored);
  for (let level = 0; level < count; level++) lastOfTie[starts[level + 1]! - 1] = 1;
  return {
    blocks: rows.map((row) => blockOf[row]!),
    labels: Uint8Array.from(rows, (row) => labelOf[row]!),
    lastOfTie,
    unscoredPositives,
  };
}

export const weightedSum = (counts: Uint32Array, weights: Uint32Array): number =>
  counts.reduce((sum, count, i) => sum + count * weights[i]!, 0);
