import { deriveSeed, type Random, seededRandom, shuffled } from '../../../../src/chance.ts';
import type { Strength } from '../faults/fault.ts';
import { weekTime } from '../load/curve.ts';

/** An event before it has a time. */
export interface EventWish {
  readonly role: 'fault' | 'benign';
  readonly kind: string;
  /** Null for benign events. */
  readonly strength: Strength | null;
  readonly lengthS: readonly [number, number];
  /** Hours of the lab's day at which it may begin; at any hour where nothing is said. */
  readonly hours?: readonly [number, number] | undefined;
}

export interface ScheduledEvent extends Omit<EventWish, 'lengthS' | 'hours'> {
  readonly id: string;
  /** Seconds since the begin of the recording. */
  readonly startS: number;
  readonly lengthS: number;
}

export interface ScheduleSettings {
  readonly seed: number;
  readonly durationS: number;
  /** Nothing happens before. */
  readonly warmUpS: number;
  /** Nothing happens in the last seconds. */
  readonly coolDownS: number;
  readonly startHour: number;
  /** Undisturbed at least this long after a fault, and after a benign event. Default {@link REST_S}. */
  readonly restS?: Readonly<Record<EventWish['role'], number>>;
}

export const REST_S = { fault: 38, benign: 22 } as const;
const TRIES = 2_000;

/**
 * Puts the events in a random order with random rests between them, so that each begins at an hour it may begin at.
 * Same wishes, settings and seed: same schedule. Throws where they cannot fit.
 */
export function schedule(wishes: readonly EventWish[], settings: ScheduleSettings): ScheduledEvent[] {
  const random = seededRandom(deriveSeed(settings.seed, 'schedule'));
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const events = tryOnce(wishes, settings, random);
    if (events !== null) return events;
  }
  throw new Error(`${wishes.length} events do not fit into ${settings.durationS} s`);
}

function tryOnce(wishes: readonly EventWish[], settings: ScheduleSettings, random: Random): ScheduledEvent[] | null {
  const restS = settings.restS ?? REST_S;
  const lengths = new Map(
    wishes.map(({ lengthS: [shortest, longest] }, i) => [i, Math.round(shortest + (longest - shortest) * random())]),
  );
  const busyS = wishes.reduce((sum, { role }, i) => sum + lengths.get(i)! + restS[role], 0);
  let spareS = settings.durationS - settings.warmUpS - settings.coolDownS - busyS;
  if (spareS < 0) return null;
  const left = shuffled([...wishes.keys()], random);
  const events: ScheduledEvent[] = [];
  let atS = settings.warmUpS;
  while (left.length > 0) {
    const extraS = Math.min(spareS, Math.round((random() * 2 * spareS) / (left.length + 1)));
    // The first in the shuffled order that may begin at this hour; wait on, where none may.
    const position = left.findIndex((i) => mayBegin(wishes[i]!, atS + extraS, settings.startHour));
    if (position === -1) {
      atS += 5;
      spareS -= 5;
      if (spareS < 0) return null;
      continue;
    }
    const [i] = left.splice(position, 1);
    const { role, kind, strength } = wishes[i!]!;
    spareS -= extraS;
    atS += extraS;
    events.push({ id: '', role, kind, strength, startS: atS, lengthS: lengths.get(i!)! });
    atS += lengths.get(i!)! + restS[role];
  }
  return events.map((event, i) => ({ ...event, id: `${String(i + 1).padStart(2, '0')}-${event.kind}` }));
}

function mayBegin({ hours }: EventWish, atS: number, startHour: number): boolean {
  if (hours === undefined) return true;
  const { hour } = weekTime(atS, startHour);
  return hour >= hours[0] && hour <= hours[1];
}
