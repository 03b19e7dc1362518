import type { Traits } from '../contenders/contract.ts';
import { LONGEST_WARMUP_ROWS } from './cases/case-rows.ts';

export const always = (): null => null;

/** Two passes can only be compared where nothing is drawn that no seed decides. */
export function whenRepeatable({ randomness }: Traits): string | null {
  return randomness === 'unseeded' ? 'it declares unseeded randomness, so two passes may differ' : null;
}

/** A claim about scores needs rows on which it is ready to score. */
export function whenWarmInTime({ warmupRows }: Traits): string | null {
  return warmupRows > LONGEST_WARMUP_ROWS
    ? `its warm-up of ${warmupRows} rows is longer than the ${LONGEST_WARMUP_ROWS} rows that generated recordings can give it`
    : null;
}
