import { deriveSeed, type Random, seededRandom, shuffled } from '../../chance.ts';
import type { EventKind } from './event-kind.ts';
import { BENIGN_KINDS, INCIDENT_KINDS } from './kinds.ts';
import { dayOfWeek } from './season.ts';

export const STEP_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Between the end of one event and the beginning of the next: time to settle, and no doubt which one an alert is for. */
const SPACING_MS = 75 * 60_000;
/** The first day is quiet but for its backup, so that whatever needs history has it before the first incident. */
const QUIET_START_MS = DAY_MS;

export interface ScheduledEvent {
  readonly kind: EventKind;
  readonly isIncident: boolean;
  /** First and last row of it. */
  readonly startMs: number;
  readonly endMs: number;
  readonly strength: number;
  readonly pick: number;
}

export interface Plan {
  readonly startMs: number;
  readonly days: number;
  readonly incidents: number;
  readonly deploys: number;
  readonly campaigns: number;
}

/** Events of one recording in time order. None touches another. Each incident kind comes once before any comes twice. */
export function schedule(plan: Plan, seed: number): ScheduledEvent[] {
  // A draw may leave no room for the last event; the next draw starts over (none of 2000 seeds tried needed to).
  for (let attempt = 1; attempt <= 100; attempt++) {
    const events = tryToSchedule(plan, seededRandom(deriveSeed(seed, `schedule ${attempt}`)));
    if (events !== null) return events;
  }
  throw new Error(`no room for ${plan.incidents} incidents in ${plan.days} days`);
}

function tryToSchedule(plan: Plan, random: Random): ScheduledEvent[] | null {
  const events: ScheduledEvent[] = [];
  for (let day = 0; day < plan.days; day++) {
    const midnightMs = plan.startMs + day * DAY_MS;
    events.push(placeBetween(BENIGN_KINDS.backup, false, random(), midnightMs, random));
  }
  const incidents = drawKinds(plan.incidents, random).map((kind) => ({ kind, isIncident: true }));
  const benign = [
    ...new Array(plan.campaigns).fill({ kind: BENIGN_KINDS.campaign, isIncident: false }),
    ...new Array(plan.deploys).fill({ kind: BENIGN_KINDS.deploy, isIncident: false }),
  ] as { kind: EventKind; isIncident: boolean }[];
  const strengths = evenly(incidents.length, random);
  const wanted = [
    ...incidents.map((event, i) => ({ ...event, strength: strengths[i]! })),
    ...benign.map((event) => ({ ...event, strength: random() })),
  ];
  wanted.sort((a, b) => b.kind.minutes[1] - a.kind.minutes[1]); // long ones first: they are the hardest to place
  for (const { kind, isIncident, strength } of wanted) {
    const placed = findRoom(kind, isIncident, strength, plan, events, random);
    if (placed === null) return null;
    events.push(placed);
  }
  return events.sort((a, b) => a.startMs - b.startMs);
}

function drawKinds(count: number, random: Random): EventKind[] {
  const kinds: EventKind[] = [];
  while (kinds.length < count) kinds.push(...shuffled(INCIDENT_KINDS, random));
  return kinds.slice(0, count);
}

/** Strengths spread over [0, 1] from barely visible to obvious, in random order. */
function evenly(count: number, random: Random): number[] {
  return shuffled(
    Array.from({ length: count }, (_, i) => (i + random()) / count),
    random,
  );
}

function findRoom(
  kind: EventKind,
  isIncident: boolean,
  strength: number,
  { startMs, days }: Plan,
  events: readonly ScheduledEvent[],
  random: Random,
): ScheduledEvent | null {
  for (let attempt = 0; attempt < 300; attempt++) {
    const midnightMs = startMs + Math.floor(random() * days) * DAY_MS;
    if (kind.weekdaysOnly && dayOfWeek(midnightMs) >= 5) continue;
    const event = placeBetween(kind, isIncident, strength, midnightMs, random);
    const isInside = event.startMs >= startMs + QUIET_START_MS && event.endMs < startMs + days * DAY_MS - SPACING_MS;
    const isFree = events.every((o) => event.startMs > o.endMs + SPACING_MS || event.endMs < o.startMs - SPACING_MS);
    if (isInside && isFree) return event;
  }
  return null;
}

function placeBetween(
  kind: EventKind,
  isIncident: boolean,
  strength: number,
  midnightMs: number,
  random: Random,
): ScheduledEvent {
  const [fromHour, toHour] = kind.beginsBetweenHours ?? [0, 24];
  const [shortest, longest] = kind.minutes;
  const startMs = snap(midnightMs + (fromHour + (toHour - fromHour) * random()) * HOUR_MS);
  const lengthMs = snap((shortest + (longest - shortest) * random()) * 60_000);
  return { kind, isIncident, startMs, endMs: startMs + lengthMs - STEP_MS, strength, pick: random() };
}

const snap = (ms: number) => Math.round(ms / STEP_MS) * STEP_MS;
