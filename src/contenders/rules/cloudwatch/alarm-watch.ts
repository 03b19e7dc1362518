import type { Cause, Observation } from '../../contract.ts';
import type { State } from '../../state-codec.ts';
import type { AlarmState } from './missing-data.ts';

/** An alarm at work over one recording. */
export interface AlarmWatch {
  readonly name: string;
  readonly state: AlarmState;
  /** At least 1 exactly in ALARM: how far beyond its limit; below: how near to it. */
  readonly severity: number;
  /** False where nothing is known: INSUFFICIENT_DATA, no reading was ever seen, or its query failed or found nothing to look at. */
  readonly canTell: boolean;
  /** Why it cannot tell, where there is more to say than that data are lacking. */
  readonly blindFor?: string | null;
  /** Takes a row in and says at which times, known by now, the alarm is to be evaluated, in order. */
  take(at: Observation): readonly number[];
  /** To be called with each of those times, once. */
  evaluate(atMs: number): void;
  /** Why it is as it is; asked only where it can tell. */
  cause(): Cause;
  saved(): State;
}
