import { BENIGN } from '../benign/benign.ts';
import { STRENGTHS, type Strength } from '../faults/fault.ts';
import { FAULTS } from '../faults/faults.ts';
import { DAY_S, WEEK_S } from '../load/curve.ts';
import type { EventWish, ScheduleSettings } from './schedule.ts';

/** One recording to be made: how long, from which hour on, and what shall happen in it. */
export interface Run extends ScheduleSettings {
  readonly name: string;
  readonly wishes: readonly EventWish[];
}

const WHOLE_WEEK = { durationS: WEEK_S, warmUpS: 150, coolDownS: 40 };

/** How many events of each benign kind a run with incidents has, and how many the quiet one. */
const BENIGN_EACH = 1;
const QUIET_BENIGN_EACH = 4;

/**
 * The recordings of the dataset. Each run with incidents has every kind once, in strengths that go round from run to
 * run, so that over the three each kind comes in each strength; two more in each run are given here by name.
 */
export const RUNS: readonly Run[] = [
  { name: 'quiet', seed: 4101, startHour: 0, ...WHOLE_WEEK, wishes: benign(QUIET_BENIGN_EACH) },
  {
    name: 'validation',
    seed: 4203,
    startHour: 5,
    ...WHOLE_WEEK,
    wishes: [...everyFault(0), ...extra('faint', 'slow-dependency', 'bad-instance'), ...benign(BENIGN_EACH)],
  },
  {
    name: 'test-a',
    seed: 4307,
    startHour: 11,
    ...WHOLE_WEEK,
    wishes: [...everyFault(1), ...extra('faint', 'traffic-lost', 'lock-held'), ...benign(BENIGN_EACH)],
  },
  {
    name: 'test-b',
    seed: 4409,
    startHour: 17,
    ...WHOLE_WEEK,
    wishes: [...everyFault(2), ...extra('severe', 'slow-query', 'flash-crowd'), ...benign(BENIGN_EACH)],
  },
  {
    name: 'smoke',
    seed: 4507,
    startHour: 9,
    durationS: 120,
    warmUpS: 25,
    coolDownS: 12,
    restS: { fault: 18, benign: 18 },
    wishes: [
      { ...wish('slow-dependency', 'severe'), lengthS: [20, 20], hours: undefined },
      { ...wish('bad-instance', 'severe'), lengthS: [20, 20], hours: undefined },
    ],
  },
];

/** A run of chosen events, `kind`, `kind:strength` or `kind:strength:seconds`, to see what each does. */
export function trialRun(choices: readonly string[], seed: number): Run {
  const wishes = choices.map((choice): EventWish => {
    const [kind, strength, length] = choice.split(':');
    const of = BENIGN.find((event) => event.kind === kind);
    if (of !== undefined) return { ...of, role: 'benign' as const, strength: null, hours: undefined };
    const fault = wish(kind!, (strength ?? 'moderate') as Strength);
    const lengthS = length === undefined ? fault.lengthS : ([Number(length), Number(length)] as const);
    return { ...fault, lengthS };
  });
  const busyS = wishes.reduce((sum, { lengthS }) => sum + lengthS[1] + 40, 0);
  return {
    name: 'trial',
    seed,
    startHour: 11,
    durationS: 30 + busyS + DAY_S / 2 + 20,
    warmUpS: 30,
    coolDownS: 20,
    wishes,
  };
}

function everyFault(turn: number): EventWish[] {
  return FAULTS.map(({ kind }, i) => wish(kind, STRENGTHS[(i + turn) % STRENGTHS.length]!));
}

function extra(strength: Strength, ...kinds: readonly string[]): EventWish[] {
  return kinds.map((kind) => wish(kind, strength));
}

function wish(kind: string, strength: Strength): EventWish {
  const fault = FAULTS.find((candidate) => candidate.kind === kind);
  if (fault === undefined)
    throw new Error(`there is no fault ${kind}; there are ${FAULTS.map((f) => f.kind).join(', ')}`);
  return { role: 'fault', kind, strength, lengthS: fault.lengthS, hours: fault.hours };
}

function benign(each: number): EventWish[] {
  return BENIGN.flatMap(({ kind, lengthS, hours }) =>
    Array.from({ length: each }, (): EventWish => ({ role: 'benign', kind, strength: null, lengthS, hours })),
  );
}
