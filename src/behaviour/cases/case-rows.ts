import type { Traits } from '../../contenders/contract.ts';

/**
 * Generated recordings give a contender its warm-up and then some rows to judge. A longer warm-up than this is not
 * waited for: 320 rows hold a day at five minutes a row, and a study of two dozen properties stays a matter of seconds.
 */
export const LONGEST_WARMUP_ROWS = 320;

/** Rows beyond warm-up in an ordinary case: enough for two events and a gap, few enough to read. */
export const FEWEST_ROWS_JUDGED = 3;
export const MOST_ROWS_JUDGED = 40;

/** Rows that a generated recording spends on warming this contender up. */
export function warmupRowsOf({ warmupRows }: Traits): number {
  return Math.min(warmupRows, LONGEST_WARMUP_ROWS);
}
