import { formatDuration, parseDurationMs } from '../duration.ts';
import type { Json, JsonObject } from '../json.ts';

/** One thing that may be chosen, by the name it has among the values of a trial, and where it may lie (both ends count). */
export type Dimension = { readonly name: string } & (
  | { readonly kind: 'choice'; readonly values: readonly [Json, ...Json[]] }
  /** A whole number, each as likely. */
  | { readonly kind: 'integer'; readonly low: number; readonly high: number }
  /** A number above 0; each doubling as likely, so that half and twice are equally far away. */
  | { readonly kind: 'log'; readonly low: number; readonly high: number }
  /** A stretch of time longer than 0, such as `20m`; each doubling as likely. */
  | { readonly kind: 'duration'; readonly low: string; readonly high: string }
);

/** Dimension → value. Empty: the contender as shipped. A dimension that is not named keeps what was shipped. */
export type TrialValues = JsonObject;

/**
 * Keeps a file that written settings refer to, and answers with the path to write for it.
 * @param ending of its name, such as `rules.yaml`
 */
export type KeepFile = (ending: string, text: string) => string;

/** How much is shared between the parts of a contender that has many, such as the rules of a file. */
export type Grain = 'shared' | 'by-kind' | 'by-rule';

/** What of a contender may be chosen, and what it is with something chosen. */
export interface SearchSpace {
  readonly dimensions: readonly [Dimension, ...Dimension[]];
  /** The filled-in configuration (`Contender.config`) with these values in place. With none it is the contender's own. */
  configAt(values: TrialValues): JsonObject;
  /** The same as a user would write it under `with`. */
  writtenAt(values: TrialValues, keep: KeepFile): JsonObject;
  /**
   * Finer choices, one per kind of part or one per part. They fit what they are chosen on better and what comes after
   * worse, so they are searched only where a configuration insists.
   */
  readonly finer?: Readonly<Record<Exclude<Grain, 'shared'>, SearchSpace>>;
}

/** The space of a contender whose dimensions are settings of its own, by their names. */
export function settingsSpace(of: {
  /** As the user gave them. */
  readonly settings: unknown;
  /** Every default filled in. */
  readonly config: JsonObject;
  /** The configuration of a contender without any settings; the bounds of durations were chosen around it. */
  readonly shipped?: JsonObject;
  readonly dimensions: SearchSpace['dimensions'];
}): SearchSpace {
  const { settings, config, shipped, dimensions } = of;
  const [first, ...others] = dimensions;
  const moved = (dimension: Dimension) =>
    shipped === undefined ? dimension : boundsAround(dimension, config, shipped);
  return {
    dimensions: [moved(first), ...others.map(moved)],
    configAt: (values) => ({ ...config, ...values }),
    writtenAt: (values) => ({ ...(settings as JsonObject), ...values }),
  };
}

/**
 * The bounds of a duration move with what was set: 5 m to 2 h around the shipped 30 m is 2 s to 36 s around 9 s, on data
 * whose time runs faster.
 */
export function boundsAround(dimension: Dimension, config: JsonObject, shipped: JsonObject): Dimension {
  if (dimension.kind !== 'duration') return dimension;
  const setMs = parseDurationMs(config[dimension.name] as string);
  const shippedMs = parseDurationMs(shipped[dimension.name] as string);
  if (setMs === shippedMs || setMs === 0 || shippedMs === 0) return dimension;
  const moved = (bound: string) =>
    formatDuration(Math.max(1, Math.round((parseDurationMs(bound) / shippedMs) * setMs)));
  return { ...dimension, low: moved(dimension.low), high: moved(dimension.high) };
}

export function spaceAt(space: SearchSpace, grain: Grain): SearchSpace {
  return grain === 'shared' ? space : (space.finer?.[grain] ?? space);
}
