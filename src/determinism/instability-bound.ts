/**
 * Upper 95 % bound on the share of runs that would differ from the first one, when none of those made did.
 *
 * `runs` counts the first run too; it is what the others are held against, so `runs` runs are `runs - 1` comparisons
 * and the bound is 1 - 0.05^(1/(runs - 1)): 78 % at 3 runs, 28 % at 10, 9.8 % at 30, 5 % at 60. Each run past the
 * first is taken as an independent draw, which repeats inside one process only approximate.
 */
export function instabilityBound95(runs: number): number {
  if (!(runs >= 2)) throw new Error(`a bound needs at least two runs, got ${runs}`);
  return 1 - 0.05 ** (1 / (runs - 1));
}
