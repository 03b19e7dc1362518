import { InputError } from '../src/faults.ts';
import { monotonicClock } from '../src/latency/clock.ts';
import { timeInRounds } from '../src/latency/rounds.ts';
import type { BenchReport, BenchValue } from './bench-value.ts';
import { BENCHES } from './benches.ts';
import { markdownTable } from './markdown-table.ts';

const ROUNDS = 10;
const ROUND_MS = 100;
const SEED = 1;

async function section(bench: BenchValue | BenchReport): Promise<string> {
  if (!('report' in bench)) return report(bench);
  const text = await bench.report((what) => process.stderr.write(`${bench.name}: ${what}\n`));
  return `## ${bench.name}\n\nClaim: ${bench.claims}.\n\n${text}\n`;
}

/** Times the tasks of one bench in turns and gives its section of the report. */
async function report(bench: BenchValue): Promise<string> {
  const { tasks, cleanUp } = await bench.prepare();
  try {
    const plan = { rounds: ROUNDS, roundMs: ROUND_MS, clock: monotonicClock, seed: SEED };
    const timed = await timeInRounds(tasks, { ...plan, onRound: (done) => progress(bench.name, done) });
    return `## ${bench.name}\n\nClaim: ${bench.claims}. ${ROUNDS} rounds in turns.\n\n${markdownTable(bench.unit, timed)}\n`;
  } finally {
    await cleanUp();
  }
}

function progress(name: string, done: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${name}: round ${done} of ${ROUNDS}${done === ROUNDS ? '\n' : ''}`);
}

async function main(names: readonly string[]): Promise<void> {
  const known = BENCHES.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`no such bench: ${unknown.join(', ')}; known: ${known.join(', ')}\n`);
    process.exitCode = 2;
    return;
  }
  process.stdout.write(`Node ${process.version}, ${process.platform} ${process.arch}\n\n`);
  for (const bench of BENCHES) {
    if (names.length === 0 || names.includes(bench.name)) process.stdout.write(`${await section(bench)}\n`);
  }
}

await main(process.argv.slice(2)).catch((thrown: unknown) => {
  if (!(thrown instanceof InputError)) throw thrown;
  process.stderr.write(`${thrown.message}\n`);
  process.exitCode = 2;
});
