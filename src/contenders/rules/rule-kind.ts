import type { z } from 'zod';
import type { Channel } from '../../telemetry/recording.ts';
import type { State } from '../state-codec.ts';
import type { Selector } from './common-fields.ts';

/** What a rule sees on one channel at one row. */
export interface Sighting {
  /** Raise condition: the rule's limit is passed on this very row. */
  readonly over: boolean;
  /** Clear condition: a rule that fires may stop. */
  readonly clear: boolean;
  /** Observed over limit, in [0, WORST_SEVERITY]; how close a rule that does not fire is to firing. */
  readonly ratio: number;
  readonly observed: number;
  readonly limit: number;
}

/**
 * Whether a row is to be learned from: `training`: inside `fit`; `watching`: a new row; `no`: the session repeats a row
 * that training has already taught.
 */
export type Lesson = 'training' | 'watching' | 'no';

/** One rule's eyes on one channel of one session. */
export interface Detector {
  /**
   * Takes a reading; `null`: not enough history yet to say anything.
   * @param nowMs never goes back
   * @param reading NaN only where the kind reads absence
   * @param beside reading of the companion, where the rule names one; never NaN
   */
  see(nowMs: number, reading: number, learn: Lesson, beside?: number): Sighting | null;
  /** Readings are missing, beyond what the rule bridges: whatever needs an unbroken stretch begins anew. */
  lose?(): void;
  /** What was seen, in words, to follow the channel's name: `812 ms is above 600 ms`. */
  sentence(seen: Sighting): string;
  /** What stays true in the next session: scales, seasonal histories. `null` for a rule that learns nothing. */
  learned(): State;
  /** Everything, to go on from here. */
  state(): State;
}

/** How a detector is opened: fresh on what was learned, or resumed. */
export interface Opening {
  readonly channel: Channel;
  /** The channel that is read beside it, where the rule names one. */
  readonly companion?: Channel | undefined;
  readonly learned: State | undefined;
  readonly from: State | undefined;
}

/** What a rule does, for people who do not read its settings. */
export interface RuleWords {
  /** A clause about one channel: `its reading is above 260`. */
  readonly raises: string;
  /** The same for what ends it; absent: the end of that. */
  readonly clears?: string;
  /** What it does not see by its nature, each a noun phrase. */
  readonly blindTo: readonly string[];
}

/** A kind of rule over channels: its part of the file's schema and its detector. */
export interface RuleKind<Spec> {
  readonly schema: z.ZodType<Spec>;
  /** True when `fit` teaches it something. */
  readonly learns: boolean;
  /** True when the rule is about readings that are not there. */
  readonly readsAbsence: boolean;
  /** True when `observed` and `limit` are times in ms, so that the sentence already says for how long. */
  readonly readsTime: boolean;
  /** True when its limits are in units of the channel's own spread, so that the unit of the readings does not matter. */
  readonly scaleFree: boolean;
  /** Readings a detector needs before it speaks, when nothing was learned. */
  warmupRows(spec: Spec): number;
  /** Where a rule reads two channels at once: the other one, found by its name, or by equal labels among several. */
  companion?(spec: Spec): Selector | undefined;
  /** Why the rule makes no sense on these channels; null: it does. */
  unfit?(spec: Spec, channel: Channel, companion: Channel | undefined): string | null;
  words(spec: Spec): RuleWords;
  detector(spec: Spec, opening: Opening): Detector;
}
