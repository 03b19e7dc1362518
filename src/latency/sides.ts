import type { Watcher } from '../contenders/contract.ts';
import { batchSize } from './batch-size.ts';
import type { TimerFacts } from './clock.ts';
import { observing } from './observing.ts';
import type { Pool } from './pool.ts';
import { type RoundsPlan, type TimedRounds, timeInRounds } from './rounds.ts';

export interface Side {
  readonly name: string;
  readonly watcher: Watcher;
}

export interface TimedSide {
  readonly name: string;
  /** Observes timed as one sample for `steady`; 1: each on its own. */
  readonly batch: number;
  /** Median, deviation, mean, drift and ratio come from here. */
  readonly steady: TimedRounds;
  /** Every sample one observe: percentiles and the largest come from here. The same as `steady` where batch is 1. */
  readonly single: TimedRounds;
}

/**
 * Times both sides in turns. A side so fast that reading the timer would be a good part of the figure is timed in
 * batches, which hides its slow calls; it is therefore timed one by one as well, in the same rounds.
 */
export async function timeSides(input: {
  readonly ours: Side;
  readonly theirs: Side;
  readonly pool: Pool;
  readonly timer: TimerFacts;
  readonly plan: RoundsPlan;
  readonly onRound: (done: number) => void;
}): Promise<{ readonly ours: TimedSide; readonly theirs: TimedSide }> {
  const { pool, plan } = input;
  const sides = [input.ours, input.theirs];
  const singles = sides.map(({ name, watcher }) => observing(name, watcher, pool, 1));
  const estimates = await timeInRounds(singles, { ...plan, rounds: 1 });
  const batches = estimates.map(({ rounds }) =>
    Math.min(pool.timed.length, batchSize({ callNs: rounds[0]!.medianUs * 1000, timerCostNs: input.timer.costNs })),
  );
  const batched = sides.flatMap(({ name, watcher }, i) =>
    batches[i]! > 1 ? [{ side: i, task: observing(name, watcher, pool, batches[i]!) }] : [],
  );
  const timed = await timeInRounds([...singles, ...batched.map(({ task }) => task)], {
    ...plan,
    onRound: input.onRound,
  });
  const [ours, theirs] = sides.map(({ name }, i): TimedSide => {
    const inBatches = batched.findIndex(({ side }) => side === i);
    const single = timed[i]!;
    return { name, batch: batches[i]!, single, steady: inBatches < 0 ? single : timed[sides.length + inBatches]! };
  });
  return { ours: ours!, theirs: theirs! };
}
