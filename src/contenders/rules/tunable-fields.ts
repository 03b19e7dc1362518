/**
 * What a figure in a rule is for. Where choices are shared, all figures of one role are moved by one factor.
 * `limits`: how far is too far. `holds`: how long it must last. `averaging`: over how long a signal is averaged.
 * `windows`: how far back a rule looks. `silence`: how long nothing may happen.
 */
export const ROLES = ['limits', 'holds', 'averaging', 'windows', 'silence'] as const;
export type Role = (typeof ROLES)[number];

/** Where a tunable figure stands in a rule; `*`: each element of a list. Durations are told by their shape. */
export interface TunableField {
  readonly role: Role;
  readonly path: readonly string[];
  /** The schema of the kind takes nothing below this. */
  readonly least?: number;
}

const limit = (...path: string[]): TunableField => ({ role: 'limits', path });
const averaging = (...path: string[]): TunableField => ({ role: 'averaging', path });
const windows = (...path: string[]): TunableField => ({ role: 'windows', path });
const silence: readonly TunableField[] = [
  { role: 'silence', path: ['after'] },
  { role: 'silence', path: ['timesUsual'], least: 1 },
];

/** Of every rule. */
export const EVERY_RULE: readonly TunableField[] = [{ role: 'holds', path: ['for'] }];

/** Kind of rule → what of it may be tuned, beside what every rule has. A new kind is a line here. */
export const TUNABLE_FIELDS: Readonly<Record<string, readonly TunableField[]>> = {
  // The level at which it clears moves along with the one at which it raises.
  static: [limit('above'), limit('below'), limit('clearBelow'), limit('clearAbove')],
  'rate-of-change': [limit('rise'), limit('fall'), windows('over')],
  'seasonal-band': [limit('width')],
  ewma: [limit('limit'), averaging('halfLife')],
  cusum: [limit('limit'), limit('slack')],
  // The limits of its tests are those that were published.
  nelson: [averaging('point')],
  'burn-rate': [limit('windows', '*', 'burn'), windows('windows', '*', 'long'), windows('windows', '*', 'short')],
  flatline: silence,
  absence: silence,
  history: [limit('limit'), limit('unlessSeen', 'level'), averaging('smoothing')],
  'k-of-n': [windows('within')],
};
