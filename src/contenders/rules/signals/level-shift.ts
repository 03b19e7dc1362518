import type { State } from '../../state-codec.ts';
import { BucketedMean } from '../statistics/bucketed-mean.ts';
import type { Signal } from './signal.ts';

/** Mean of the last while minus the mean of a longer while before it. */
export function levelShiftSignal(recentMs: number, beforeMs: number, from: State | undefined): Signal {
  const means = new BucketedMean(recentMs, beforeMs, from);
  return {
    next(nowMs, reading) {
      means.add(nowMs, reading);
      return means.shift(nowMs);
    },
    learned: () => null,
    state: () => means.state(),
  };
}
