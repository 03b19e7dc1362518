/** A sum that terms enter and leave again, without the rounding that piles up in a plain one. */
export interface RunningSum {
  add(term: number): void;
  value(): number;
}

/** Compensated after Neumaier, ZAMM 54 (1974). */
export function runningSum(): RunningSum {
  let sum = 0;
  let lost = 0;
  return {
    add(term) {
      const next = sum + term;
      lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
      sum = next;
    },
    value: () => sum + lost,
  };
}
