export interface Timed<T> {
  /** Processor time, user and system, of all threads: what a machine shared with others does not add to. */
  readonly seconds: number;
  readonly value: T;
}

const LONG_ENOUGH_SECONDS = 2;
const MOST_REPEATS = 5;

/** The job until two seconds are over, five times at most; the median. The first run, with nothing compiled, counts too. */
export async function processorTime<T>(job: () => T | Promise<T>): Promise<Timed<T>> {
  const seconds: number[] = [];
  let value: T;
  do {
    const start = process.cpuUsage();
    value = await job();
    const { user, system } = process.cpuUsage(start);
    seconds.push((user + system) / 1e6);
  } while (seconds.length < MOST_REPEATS && seconds.reduce((sum, one) => sum + one, 0) < LONG_ENOUGH_SECONDS);
  seconds.sort((a, b) => a - b);
  return { seconds: seconds[seconds.length >> 1]!, value };
}
