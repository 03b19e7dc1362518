import type fc from 'fast-check';
import type { ClaimId, Contender, Traits, Watcher } from '../contenders/contract.ts';
import type { LabelledRecording, Recording } from '../telemetry/recording.ts';
import type { TelemetryShape } from './cases/telemetry-shape.ts';

/**
 * One case of a property, by value: everything it looks at but the contender. Any property's case can be stored and
 * run again years later without the generator that made it.
 */
export interface BehaviourCase {
  readonly watched: Recording;
  /** A second recording, for properties about two at once. */
  readonly beside: Recording | null;
  /** Cut points (row numbers), factors, seeds: whatever else the property needs, by name. */
  readonly numbers: Readonly<Record<string, number>>;
  /** What happens in it, for a person: `spike of 12 spreads on cpu at row 31 for 2 rows`. */
  readonly story: readonly string[];
}

/** The contender under study and what it was trained on, as every property of the study sees it. */
export interface StudyContext {
  readonly contender: Contender;
  /** What the frozen watcher learned from. */
  readonly training: readonly LabelledRecording[];
  /** What refits learn from: the same, cut shorter, because each case fits once or twice. */
  readonly refitTraining: readonly LabelledRecording[];
  readonly seed: number;
  readonly shape: TelemetryShape;
  /** Fitted once on `training`; frozen for the whole study. Do not dispose. */
  readonly watcher: Watcher;
  /** Restored from the frozen watcher's artefact, once. Do not dispose. */
  restored(): Promise<Watcher>;
  /** Fitted once on `refitTraining` with the study's seed: what transformed refits are compared with. Do not dispose. */
  baseline(): Promise<Watcher>;
}

/** `must`: a violation is a bug. `claimed`: only of those who promise it. `characterise`: reported, fails nothing. */
export type PropertyScope = 'must' | 'characterise' | { readonly claimed: ClaimId };

/** Something that should be true of a contender for every case. */
export interface Property {
  /** The claim in kebab-case, stable: `future-does-not-change-the-past`. */
  readonly id: string;
  /** Raised whenever a stored case could mean something else than before. */
  readonly version: number;
  /** One sentence, true when the property holds. */
  readonly claim: string;
  readonly scope: PropertyScope;
  /** `frozen`: watches with the one fitted watcher. `refit`: fits anew for each case, so it gets fewer runs. */
  readonly kind: 'frozen' | 'refit';
  /** Why it does not apply, from what the contender and its watcher say of themselves, never from a name; null: it does. */
  appliesTo(traits: Traits, watcher: Watcher): string | null;
  arbitrary(context: StudyContext): fc.Arbitrary<BehaviourCase>;
  /** null: held. Text: what broke. What the contender throws may pass through; the runner reports it as a violation. */
  holds(context: StudyContext, example: BehaviourCase): Promise<string | null>;
}

/** A number the case must have. A stored case without it is not of this property's version. */
export function numberOf({ numbers }: BehaviourCase, name: string): number {
  const value = numbers[name];
  if (value === undefined) throw new Error(`the case has no number called ${name}`);
  return value;
}
