import type { Fault } from '../faults.ts';

/** `refuse`: a row without a finite score is a fault. `abstain`: it counts as a row on which nothing was said. */
export type NanPolicy = 'refuse' | 'abstain';

/** Rows from 0 that have no finite score. */
export function rowsWithoutScore(scores: ArrayLike<number>): number[] {
  const rows: number[] = [];
  for (let row = 0; row < scores.length; row++) if (!Number.isFinite(scores[row]!)) rows.push(row);
  return rows;
}

/** What is said of one, on the command line and in the library alike. */
export function noScoreFault(score: number, place: Pick<Fault, 'place'>, what = ''): Fault {
  const got = Number.isNaN(score) ? 'none' : score;
  return {
    code: 'score/nan',
    message: `${what}expected a finite score, got ${got}`,
    ...place,
    hint: NAN_HINT,
  };
}

export const NAN_HINT = '--nan abstain (in the library: nan: "abstain") counts such rows as abstentions';
