import type { Pool } from './pool.ts';

/** What was timed, in one sentence: the figures mean nothing without it. Depends on plan and data alone. */
export function describeScenario(input: {
  readonly pool: Pool;
  readonly abstained: number;
  readonly warmupRows: number;
  readonly against: string;
  readonly sameContender: boolean;
}): string {
  const { pool, abstained, warmupRows } = input;
  const parts = [
    `single stream, warm: one observe (reading in, verdict out) on ${pool.timed.length} consecutive rows of ${pool.recording}, over and over`,
  ];
  if (warmupRows > 0) parts.push(`led in by ${pool.leadIn.length} of ${warmupRows} warm-up rows, untimed`);
  if (abstained > 0) parts.push(`abstains on ${abstained} of them`);
  parts.push(input.sameContender ? `A/A: in turns with a second watcher of itself` : `in turns with ${input.against}`);
  parts.push('next row when the last one is answered, so queueing is not in it');
  return parts.join('; ');
}
