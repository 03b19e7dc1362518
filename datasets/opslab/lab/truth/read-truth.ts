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

/** What a recording's folder holds beside Prometheus' data. */
export function readTruth(folder: string): Recorded {
  const lines = <T>(name: string): T[] =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T);
  const users = lines<UserSecond>('users.jsonl');
  const capacity = lines<CapacitySecond>('capacity.jsonl').sort((a, b) => a.timestampMs - b.timestampMs);
  const switches = JSON.parse(readFileSync(join(folder, 'switches.json'), 'utf8')) as Switch[];
  const truth = { hurt: hurtSeconds(users), danger: dangerSeconds(capacity), blind: blindSeconds(capacity) };
  return { users, capacity, switches, truth };
}
