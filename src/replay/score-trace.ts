import type { Cause } from '../contenders/contract.ts';

/** What one contender said about one recording, row by row. */
export interface ScoreTrace {
  readonly recordingId: string;
  readonly timestampsMs: Float64Array;
  /** Finite where the contender scored; NaN exactly where it abstained. */
  readonly scores: Float64Array;
  /** Reason of each abstained row; `undefined` where it scored. */
  readonly abstentions: readonly (string | undefined)[];
  /** Causes of each scored row; empty where it named none. */
  readonly causes: readonly (readonly Cause[])[];
}
