import type { TimedTask } from '../src/latency/rounds.ts';

/** A report that times itself, because its tasks take seconds or run in other processes. */
export interface BenchReport {
  readonly name: string;
  readonly claims: string;
  /** Markdown without the heading. */
  report(progress: (what: string) => void): Promise<string>;
}

/** One performance claim, and what is timed to stand behind it. A new one is a file and a line in `benches.ts`. */
export interface BenchValue {
  readonly name: string;
  /** One sentence that the table's ratios can contradict. */
  readonly claims: string;
  /** What one call is: `row`, `decision`. */
  readonly unit: string;
  /** The first is what the others are held against. All do the same work in the same units. */
  prepare(): Promise<{ readonly tasks: readonly TimedTask[]; readonly cleanUp: () => Promise<void> | void }>;
}
