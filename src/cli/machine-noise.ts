import { type Clock, readMs } from '../latency/clock.ts';

/** How steadily this machine repeats one piece of work: what a latency figure taken on it is worth. */
export interface MachineNoise {
  readonly workload: string;
  readonly repeats: number;
  readonly medianUs: number;
  /** Median absolute deviation from the median. */
  readonly madUs: number;
  readonly worstUs: number;
}

const REPEATS = 400;
const WARMUP_REPEATS = 50;
const ITERATIONS = 250_000;

export function measureNoise(clock: Clock): MachineNoise {
  let state = 1;
  const samplesUs: number[] = [];
  for (let repeat = -WARMUP_REPEATS; repeat < REPEATS; repeat++) {
    const startMs = readMs(clock);
    state = churn(state);
    if (repeat >= 0) samplesUs.push(1000 * (readMs(clock) - startMs));
  }
  const medianUs = middle(samplesUs);
  return {
    workload: `${ITERATIONS} steps of xorshift32, no memory touched`,
    repeats: REPEATS,
    medianUs,
    madUs: middle(samplesUs.map((sample) => Math.abs(sample - medianUs))),
    worstUs: Math.max(...samplesUs),
  };
}

/** Each step needs the one before, so that no compiler can leave any out. */
function churn(seed: number): number {
  let state = seed;
  for (let i = 0; i < ITERATIONS; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
  }
  return state;
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
