/** What one row came to. Abstaining is a decision of its own: it is not the same as staying quiet. */
export const DECISION = { quiet: 0, over: 1, abstained: 2 } as const;
const DECISION_COUNT = 3;

export function decisions(scores: Float64Array, threshold: number): Uint8Array {
  return Uint8Array.from(scores, (score) => {
    if (Number.isNaN(score)) return DECISION.abstained;
    return score >= threshold ? DECISION.over : DECISION.quiet;
  });
}

/**
 * Share of rows whose decision differs between two runs, mean over all pairs of runs; 0 when there are no rows.
 *
 * With p_d the share of the K runs that decide d on a row, the row's part is (1 - Σ p_d²) K/(K-1): for two decisions
 * that is 2p(1-p) K/(K-1), so one pass over the rows serves every pair.
 * Churn: Milani Fard et al., NeurIPS 2016 (Launch and Iterate: Reducing Prediction Churn).
 *
 * @param runs at least two, all of one length.
 */
export function decisionChurn(runs: readonly Uint8Array[]): number {
  const runCount = runs.length;
  const rows = runs[0]?.length ?? 0;
  if (runCount < 2) throw new Error(`churn needs at least two runs, got ${runCount}`);
  let differingPairs = 0; // ordered pairs, a whole number: equal runs give exactly 0
  const counts = new Uint32Array(DECISION_COUNT);
  for (let row = 0; row < rows; row++) {
    counts.fill(0);
    for (const run of runs) counts[run[row]!]!++;
    differingPairs += runCount * runCount;
    for (const count of counts) differingPairs -= count * count;
  }
  return rows === 0 ? 0 : differingPairs / (rows * runCount * (runCount - 1));
}
