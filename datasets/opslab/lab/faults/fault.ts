import type { Random } from '../../../../src/chance.ts';
import type { Lab } from '../lab.ts';

export const STRENGTHS = ['faint', 'moderate', 'severe'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** Takes the fault back. What heals by itself may return at once. */
export type Lift = () => Promise<void>;

/** One kind of incident: what is done to the lab, how hard, for how long. */
export interface Fault {
  readonly kind: string;
  /** One sentence a person understands, for the data card. */
  readonly what: string;
  /** In words, by strength. */
  readonly strengths: Readonly<Record<Strength, string>>;
  /** Shortest and longest time between throwing and lifting. */
  readonly lengthS: readonly [number, number];
  /** Hours of the lab's day at which it may begin, where not every hour will do. */
  readonly hours?: readonly [number, number];
  readonly throwIt: (lab: Lab, strength: Strength, random: Random) => Promise<Lift>;
}

/** One kind of event that looks alarming and is not. */
export interface Benign {
  readonly kind: string;
  readonly what: string;
  readonly lengthS: readonly [number, number];
  readonly hours?: readonly [number, number];
  /** Settles when the event is over by itself; `untilMs` is when it should be, where it can be chosen. */
  readonly happen: (lab: Lab, untilMs: number, random: Random) => Promise<void>;
}
