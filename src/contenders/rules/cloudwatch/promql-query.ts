import type { Channel } from '../../../telemetry/recording.ts';
import type { Observation } from '../../contract.ts';
import type { State } from '../../state-codec.ts';

/** One series a query returned: the query holds for it. */
export interface Contributor {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type QueryResult =
  | {
      readonly kind: 'returned';
      readonly contributors: readonly Contributor[];
      /** Whether there was anything to look at: returning nothing and seeing nothing differ. */
      readonly sawData: boolean;
    }
  /** It cannot be evaluated on what the recording holds at that time. */
  | { readonly kind: 'failed'; readonly reason: string };

/** A PromQL query over a recording as it comes. */
export interface QueryStream {
  take(at: Observation): void;
  /**
   * The instant query at a time, over all rows taken so far. Times go forward, and none is before the last row but one.
   */
  evaluate(atMs: number): QueryResult;
  state(): State;
}

/** How PromQL alarms get their expressions evaluated: the one seam to whoever evaluates PromQL. */
export interface OpenQuery {
  /** Why the query can be evaluated over no recording; null where it can. */
  refusal(query: string): string | null;
  /** Which series it looks at. */
  reads(query: string): (labels: Readonly<Record<string, string>>) => boolean;
  /** @throws Error where it is refused */
  open(query: string, channels: readonly Channel[], from?: State): QueryStream;
}
