import type { z } from 'zod';
import type { JsonObject } from '../../json.ts';
import type { Channel, LabelledRecording } from '../../telemetry/recording.ts';
import type { ClaimId, Contender, Observation, Traits, Verdict } from '../contract.ts';
import type { Dimension } from '../search-space.ts';
import type { State } from '../state-codec.ts';

/** The two sides of a hybrid. What it is given as `rules` may be any contender, and so may its `model`. */
export type Side = 'rules' | 'model';

/** A contender that takes part in a hybrid, and the name a configuration knows it by. */
export interface Part {
  readonly use: string;
  readonly contender: Contender;
}

export type Parts = Readonly<Record<Side, Part>>;

/** How two verdicts on one row become one, and what has to be remembered from row to row for it. */
export interface Decision {
  /** Must not keep or change `at.values`. */
  decide(at: Observation, verdicts: Readonly<Record<Side, Verdict>>): Verdict;
  /** Everything needed to go on from here; null where nothing is. */
  state(): State;
}

/** One way to combine two contenders: a value in the line-up's list. */
export interface HybridKind<Settings extends JsonObject = JsonObject> {
  readonly use: string;
  readonly about: string;
  /** Settings of the kind itself; those of its parts are not among them. */
  readonly schema: z.ZodObject;
  /** What of them a tuner may choose. */
  readonly dimensions: readonly Dimension[];
  /** Only what follows from the claims of the parts, whatever they are. */
  claims(settings: Settings, parts: Readonly<Record<Side, Traits>>): readonly ClaimId[];
  /** True when a verdict may rest on how long ago something was, whatever the memory of the parts. */
  readonly remembersTime: boolean;
  /** What it learns itself, beside its parts; nothing where not given. */
  learn?(train: readonly LabelledRecording[]): State;
  open(settings: Settings, channels: readonly Channel[], learned: State, from: State | undefined): Decision;
}
