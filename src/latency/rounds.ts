import { setImmediate } from 'node:timers/promises';
import { Bench, type TimerSaturationReason } from 'tinybench';
import { type Random, seededRandom } from '../chance.ts';
import type { Clock } from './clock.ts';

/** Something to be timed, in turns with others. */
export interface TimedTask {
  readonly name: string;
  /** Calls that one `run` makes; durations are given per call. */
  readonly calls: number;
  /** True where `run` gives a promise: a sample then ends when it is kept, and holds a turn of the microtask queue. */
  readonly async?: boolean;
  /** Before each `run`, outside what is timed. */
  prepare?(): void;
  run(): void | Promise<void>;
}

export interface TimedRound {
  /** µs per call, ascending; a random part of all samples where there were more than are kept. */
  readonly samplesUs: Float64Array;
  /** Over all samples, kept or not. */
  readonly medianUs: number;
  readonly maxUs: number;
}

export interface TimedRounds {
  readonly name: string;
  readonly rounds: readonly TimedRound[];
  /** tinybench's reason for doubting the timer → number of rounds it doubted. */
  readonly doubts: ReadonlyMap<TimerSaturationReason, number>;
}

export interface RoundsPlan {
  readonly rounds: number;
  /** A turn lasts this long, less where it would give more samples than are kept, and at least 16 samples. */
  readonly roundMs: number;
  readonly clock: Clock;
  /** Of the choice which samples are kept. */
  readonly seed: number;
  /** Kept per task over all rounds: 8 bytes each. */
  readonly keptSamples?: number;
  readonly onRound?: (done: number) => void;
}

const LEAST_SAMPLES = 16;
const KEPT_SAMPLES = 500_000;

/**
 * Times the tasks in turns: A B, B A, A B, ... so that what the machine does meanwhile, and the order itself, is not
 * charged to one of them. A first turn is thrown away. Each turn is a tinybench run of its own, and is told whether the
 * task is asynchronous: left to find out, tinybench would call it once unseen, which a stateful session would count.
 *
 * @returns in the order of `tasks`. A task that throws ends the whole with its error.
 */
export async function timeInRounds(tasks: readonly TimedTask[], plan: RoundsPlan): Promise<TimedRounds[]> {
  const random = seededRandom(plan.seed);
  const kept = Math.max(1, Math.floor((plan.keptSamples ?? KEPT_SAMPLES) / plan.rounds));
  const results = tasks.map(({ name }) => ({
    name,
    rounds: [] as TimedRound[],
    doubts: new Map<TimerSaturationReason, number>(),
  }));
  const turnsMs = tasks.map(() => plan.roundMs);
  for (let round = -1; round < plan.rounds; round++) {
    const order = tasks.map((_, i) => i);
    if (round % 2 !== 0) order.reverse();
    for (const i of order) {
      const task = tasks[i]!;
      const { timed, doubt } = await timeOnce(task, turnsMs[i]!, plan.clock, { kept, random });
      if (round < 0) {
        turnsMs[i] = Math.min(plan.roundMs, kept * task.calls * (timed.medianUs / 1000));
        continue;
      }
      results[i]!.rounds.push(timed);
      if (doubt !== null) results[i]!.doubts.set(doubt, (results[i]!.doubts.get(doubt) ?? 0) + 1);
    }
    if (round >= 0) plan.onRound?.(round + 1);
    await setImmediate(); // lets messages and interrupts through between rounds
  }
  return results;
}

async function timeOnce(
  task: TimedTask,
  turnMs: number,
  clock: Clock,
  keep: { readonly kept: number; readonly random: Random },
): Promise<{ readonly timed: TimedRound; readonly doubt: TimerSaturationReason | null }> {
  const bench = new Bench({
    time: turnMs,
    iterations: LEAST_SAMPLES,
    // The other tasks have just had the caches.
    warmupTime: turnMs / 10,
    warmupIterations: 2,
    timestampProvider: clock,
    retainSamples: true,
    throws: true,
  });
  let doubt: TimerSaturationReason | null = null;
  bench.addEventListener('warning', ({ reason }) => {
    doubt = reason ?? null;
  });
  const { prepare } = task;
  bench.add(task.name, () => task.run(), {
    async: task.async === true,
    ...(prepare && { beforeEach: () => prepare.call(task) }),
  });
  if (task.async === true) await bench.run();
  else bench.runSync();
  const { result } = bench.tasks[0]!;
  if (result.state !== 'completed') throw new Error(`${task.name}: timing ended as ${result.state}`);
  const toUs = 1000 / task.calls;
  const { samples = [], p50, max } = result.latency;
  return {
    timed: {
      samplesUs: Float64Array.from(thin(samples, keep), (sampleMs) => sampleMs * toUs),
      medianUs: p50 * toUs,
      maxUs: max * toUs,
    },
    doubt,
  };
}

/** A random subset in unchanged order: every subset of that size is as likely (Knuth, selection sampling). */
function thin(samples: readonly number[], { kept, random }: { readonly kept: number; readonly random: Random }) {
  if (samples.length <= kept) return samples;
  let needed = kept;
  return samples.filter((_, i) => random() * (samples.length - i) < needed && needed-- > 0);
}
