import { median } from '../src/latency/location.ts';
import { ratioOfMedians } from '../src/latency/ratio.ts';
import type { TimedRounds } from '../src/latency/rounds.ts';

const BOOTSTRAP_SEED = 1;

/** Median per call and ratio to the first task, with its 95 % interval over rounds. */
export function markdownTable(unit: string, timed: readonly TimedRounds[]): string {
  const [first] = timed;
  const medians = (task: TimedRounds) => task.rounds.map(({ medianUs }) => medianUs);
  const rows = timed.map((task) => {
    const { value, interval } = ratioOfMedians({ ours: medians(task), theirs: medians(first!), seed: BOOTSTRAP_SEED });
    const ratio = task === first ? '1' : `${short(value)} [${short(interval.low)}, ${short(interval.high)}]`;
    return `| ${task.name} | ${duration(median(medians(task)))} | ${ratio} |`;
  });
  return [`| | median per ${unit} | ratio to ${first!.name} [95 %] |`, '| --- | ---: | ---: |', ...rows].join('\n');
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function duration(us: number): string {
  if (us >= 1000) return `${short(us / 1000)} ms`;
  return us >= 1 ? `${short(us)} µs` : `${short(us * 1000)} ns`;
}
