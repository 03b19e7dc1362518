import type { State } from '../../state-codec.ts';

/** A stream derived from a channel's readings, for a control chart to watch. */
export interface Signal {
  /** `null`: not enough history yet. Never looks at readings that come after. @param learn false: look without keeping */
  next(nowMs: number, reading: number, learn: boolean): number | null;
  learned(): State;
  state(): State;
}
