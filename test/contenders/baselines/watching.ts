import { normal, seededRandom } from '../../../src/chance.ts';
import type { Contender, Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import type { Recording } from '../../../src/telemetry/recording.ts';

const MINUTE_MS = 60_000;

export function recording(stepMinutes: number, columns: Record<string, readonly number[]>, startMs = 0): Recording {
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    id: 'r',
    channels: Object.keys(columns).map((name) => ({ labels: { __name__: name }, unit: '1', kind: 'gauge' })),
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => startMs + row * stepMinutes * MINUTE_MS),
    columns: Object.values(columns).map((values) => Float64Array.from(values)),
  };
}

export async function watcherOf(contender: Contender, train: readonly Recording[] = [], seed = 1): Promise<Watcher> {
  return contender.fit({ train: train.map((each) => ({ recording: each, incidents: [], benign: [] })), seed });
}

export async function watched(
  contender: Contender,
  over: Recording,
  train: readonly Recording[] = [],
  seed = 1,
): Promise<Verdict[]> {
  return observeAll(await watcherOf(contender, train, seed), over);
}

export const scoresOf = (verdicts: readonly Verdict[]): number[] =>
  verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NaN));

/** Normal readings. The generator's first draws follow the size of the seed, so they are skipped. */
export function noise(rows: number, seed: number, mean = 100, sd = 5): number[] {
  const random = seededRandom(seed);
  for (let i = 0; i < 32; i++) random();
  return Array.from({ length: rows }, () => mean + sd * normal(random));
}
