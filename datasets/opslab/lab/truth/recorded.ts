import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserSecond } from '../load/user-second.ts';
import type { CapacitySecond } from '../record/capacity-second.ts';
import type { Switch } from '../record/switches.ts';

/** What is known of a recording beside what Prometheus stored: all that its labels are derived from. */
export interface Recorded {
  readonly users: readonly UserSecond[];
  /** In order of time. */
  readonly capacity: readonly CapacitySecond[];
  readonly switches: readonly Switch[];
}

/** As the recorder left it in a recording's folder. */
export function readRecorded(folder: string): Recorded {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8');
  return {
    users: parseLines(text('users.jsonl')) as UserSecond[],
    capacity: (parseLines(text('capacity.jsonl')) as CapacitySecond[]).sort((a, b) => a.timestampMs - b.timestampMs),
    switches: JSON.parse(text('switches.json')) as Switch[],
  };
}

/** As the dataset ships it: one JSON document a line, told apart by what they hold. */
export function truthText({ users, capacity, switches }: Recorded): string {
  return [...users, ...capacity, ...switches].map((one) => `${JSON.stringify(one)}\n`).join('');
}

/** The inverse of {@link truthText}. */
export function parseTruth(text: string): Recorded {
  const lines = parseLines(text);
  const holding = <T>(key: string) => lines.filter((line) => Object.hasOwn(line, key)) as T[];
  return {
    users: holding<UserSecond>('routes'),
    capacity: holding<CapacitySecond>('cpuBusyRatio'),
    switches: holding<Switch>('onMs'),
  };
}

function parseLines(text: string): object[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as object);
}
