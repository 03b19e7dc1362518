/**
 * The compensation of a running sum after `increment` was added to `sum` and gave `total`. The sum proper is the total
 * plus the compensation, added once at the end:
 *
 *     const total = sum + x;
 *     compensation = carry(x, sum, total, compensation);
 *     sum = total;
 *
 * An infinite total has no compensation. Two numbers in and one out, so that a loop allocates nothing.
 * Source: Neumaier, ZAMM 54 (1974), the variant that Prometheus 3.15 uses (util/kahansum).
 */
export function carry(increment: number, sum: number, total: number, compensation: number): number {
  if (total === Number.POSITIVE_INFINITY || total === Number.NEGATIVE_INFINITY) return 0;
  return Math.abs(sum) >= Math.abs(increment)
    ? compensation + (sum - total + increment)
    : compensation + (increment - total + sum);
}
