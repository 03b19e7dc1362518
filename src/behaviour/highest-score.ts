import type { Verdict } from '../contenders/contract.ts';

/** The highest score of rows [from, to) and the first row it is on; null when none of them was scored. */
export function highestScore(
  verdicts: readonly Verdict[],
  from = 0,
  to: number = verdicts.length,
): { readonly row: number; readonly score: number } | null {
  let highest: { row: number; score: number } | null = null;
  for (let row = from; row < to; row++) {
    const verdict = verdicts[row];
    if (verdict?.kind === 'scored' && (highest === null || verdict.score > highest.score)) {
      highest = { row, score: verdict.score };
    }
  }
  return highest;
}
