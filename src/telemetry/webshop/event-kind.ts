import type { Readings } from './channels.ts';
import type { Conditions } from './conditions.ts';

/** One row inside an event. */
export interface EventMoment {
  /** 0 on the first row, 1 on the last. */
  readonly progress: number;
  /** 0: barely visible; 1: nobody can miss it. */
  readonly strength: number;
  /** Uniform in [0, 1), the same for the whole event: which variant it is. */
  readonly pick: number;
  /** What visitors asked for when it began. */
  readonly visitorRpsAtStart: number;
  /** What the probes showed on the first row. */
  readonly readingsAtStart: Readings;
}

/** Something that happens to the shop: what it does to the causes, or to the probes themselves. */
export interface EventKind {
  readonly kind: string;
  /** Shortest and longest, in minutes. */
  readonly minutes: readonly [number, number];
  /** Hours of the day (UTC) between which it may begin; any hour when left out. */
  readonly beginsBetweenHours?: readonly [number, number];
  readonly weekdaysOnly?: boolean;
  readonly cause?: (conditions: Conditions, moment: Omit<EventMoment, 'readingsAtStart'>) => void;
  readonly measure?: (readings: Readings, moment: EventMoment) => void;
}

/** From `low` at strength 0 to `high` at strength 1. */
export const between = (low: number, high: number, strength: number): number => low + (high - low) * strength;
