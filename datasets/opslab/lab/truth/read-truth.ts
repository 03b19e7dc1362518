import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserSecond } from '../load/user-second.ts';
import type { CapacitySecond } from '../record/capacity-second.ts';
import type { Switch } from '../record/switches.ts';
import type { Truth } from './label.ts';
import { blindSeconds, dangerSeconds, hurtSeconds } from './truth-seconds.ts';

export interface Recorded {
  readonly users: readonly UserSecond[];
  readonly capacity: readonly CapacitySecond[];
  readonly switches: readonly Switch[];
  readonly truth: Truth;
}

/**
 * What a recording's folder holds beside Prometheus' data. Only what happened between its first row and its last is
 * judged: the second that ends with the first row, and the requests that came after the end, are not.
 */
export function readTruth(folder: string, firstRowMs: number, lastRowMs: number): Recorded {
  const lines = <T>(name: string): T[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  const users = lines<UserSecond>('users.jsonl');
  const capacity = lines<CapacitySecond>('capacity.jsonl').sort((a, b) => a.timestampMs - b.timestampMs);
  const switches = JSON.parse(readFileSync(join(folder, 'switches.json'), 'utf8')) as Switch[];
  const judged = (seconds: ReadonlySet<number>) =>
    new Set([...seconds].filter((second) => second * 1000 >= firstRowMs && (second + 1) * 1000 <= lastRowMs));
  const truth = {
    hurt: judged(hurtSeconds(users)),
    danger: judged(dangerSeconds(capacity)),
    blind: judged(blindSeconds(capacity)),
  };
  return { users, capacity, switches, truth };
}
