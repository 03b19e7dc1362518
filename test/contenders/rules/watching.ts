import { normal, seededRandom } from '../../../src/chance.ts';
import type { Verdict, Watcher } from '../../../src/contenders/contract.ts';
import { type RulesFrom, rulesContender } from '../../../src/contenders/rules/contender.ts';
import { parseRuleFile } from '../../../src/contenders/rules/read-rule-file.ts';
import { parseDurationMs } from '../../../src/duration.ts';
import { observeAll } from '../../../src/replay/replay.ts';
import type { Channel, Recording } from '../../../src/telemetry/recording.ts';

export const channel = (name: string, unit = '1', labels: Record<string, string> = {}): Channel => ({
  labels: { __name__: name, ...labels },
  unit,
  kind: 'gauge',
});

/** Evenly sampled readings per channel name; `_` in prose is NaN here. */
export function recording(step: string, columns: Record<string, readonly number[]>, startMs = 0): Recording {
  const stepMs = parseDurationMs(step);
  const rows = Object.values(columns)[0]?.length ?? 0;
  return {
    id: 'r',
    channels: Object.keys(columns).map((name) => channel(name, name.endsWith('_ms') ? 'ms' : '1')),
    timestampsMs: Float64Array.from({ length: rows }, (_, row) => startMs + row * stepMs),
    columns: Object.values(columns).map((values) => Float64Array.from(values)),
  };
}

export const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);

/** Rules written as one YAML list, fitted on the recordings given. */
export async function fitted(yamlRules: string, train: readonly Recording[] = []): Promise<Watcher> {
  const from: RulesFrom = { parsed: parseRuleFile(`version: 1\nname: test\nrules:\n${yamlRules}`, 'test.rules.yaml') };
  const contender = await rulesContender(from);
  return contender.fit({ train: train.map((each) => ({ recording: each, incidents: [], benign: [] })), seed: 1 });
}

export async function watched(
  yamlRules: string,
  over: Recording,
  train: readonly Recording[] = [],
): Promise<Verdict[]> {
  return observeAll(await fitted(yamlRules, train), over);
}

/** `.` quiet, `#` firing, `?` abstained: one letter a row. */
export function picture(verdicts: readonly Verdict[]): string {
  return verdicts.map((verdict) => (verdict.kind === 'abstained' ? '?' : verdict.score >= 1 ? '#' : '.')).join('');
}

export function scoresOf(verdicts: readonly Verdict[]): number[] {
  return verdicts.map((verdict) => (verdict.kind === 'scored' ? verdict.score : Number.NaN));
}

/** Normal readings. The generator's first draws follow the size of the seed, so they are skipped. */
export function noise(rows: number, seed: number, mean = 100, sd = 5): number[] {
  const random = seededRandom(seed);
  for (let i = 0; i < 32; i++) random();
  return Array.from({ length: rows }, () => mean + sd * normal(random));
}
