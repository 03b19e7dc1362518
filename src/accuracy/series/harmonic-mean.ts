/** Added to a sum of precision and recall by TSB-AD, against a division by zero. */
export const TINY = 1e-15;

/** Harmonic mean; 0 where both are 0. `epsilon` is what the compat modes add to the denominator. */
export function harmonicMean(precision: number, recall: number, epsilon = 0): number {
  const denominator = precision + recall + epsilon;
  return denominator === 0 ? 0 : (2 * precision * recall) / denominator;
}
