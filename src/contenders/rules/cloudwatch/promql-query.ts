import type { Channel } from '../../../telemetry/recording.ts';
import type { Observation } from '../../contract.ts';
import type { State } from '../../state-codec.ts';

/** One series a query returned: the query holds for it. */
export interface Contributor {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A PromQL query over a recording as it comes. */
export interface QueryStream {
  take(at: Observation): void;
  /** The result of the instant query at a time, over all rows taken so far. */
  evaluate(atMs: number): readonly Contributor[];
  state(): State;
}

/**
 * How PromQL alarms get their expressions evaluated: the one seam to whoever evaluates PromQL.
 * @throws Error with the reason where the query cannot be evaluated; the alarm is then not replayable
 */
export type OpenQuery = (query: string, channels: readonly Channel[], from?: State) => QueryStream;
