import type { AccuracyResult, ContenderInfo, MetricValue, ThresholdChoice } from './schema.ts';

/** All that is needed to make a contender anew in another process. */
export type ContenderSettings = Pick<ContenderInfo, 'name' | 'use' | 'config'>;

/** Recordings, and the settings and the threshold they are to be judged under. */
export interface SettingsPick {
  readonly contender: ContenderSettings;
  readonly threshold: number;
  readonly judged: readonly string[];
}

/**
 * A small job for a process of its own: what "in a new process" means for determinism and cold starts.
 * Plain JSON both ways. `run` knows how to carry it out; the studies only know this shape.
 */
export type Errand =
  /** Fit with the seed, then replay the judged recordings of the first assignment. */
  | { readonly kind: 'fit-and-replay'; readonly contender: ContenderInfo; readonly seed: number }
  /** Restore the artefact, warm nothing up, time the first decision on the first judged recording. */
  | { readonly kind: 'first-decision'; readonly contender: ContenderInfo; readonly artefactBase64: string }
  /** Fit and replay under these settings, and choose thresholds: what they are worth where they are chosen. */
  | { readonly kind: 'try-settings'; readonly contender: ContenderSettings; readonly seed: number }
  /** Each side picks settings and a threshold for every judged recording; the primary metric of each side. */
  | { readonly kind: 'judge-picks'; readonly sides: readonly (readonly SettingsPick[])[]; readonly seed: number };

export type ErrandReport =
  | {
      readonly kind: 'fit-and-replay';
      readonly artefactDigest: string;
      /** Scores as base64 of little-endian float64 (NaN: abstained), per judged recording. */
      readonly traces: readonly { readonly recording: string; readonly scoresBase64: string }[];
    }
  | { readonly kind: 'first-decision'; readonly firstDecisionMs: number }
  | { readonly kind: 'try-settings'; readonly heldOut: ThresholdChoice; readonly inSample: ThresholdChoice }
  | { readonly kind: 'judge-picks'; readonly sides: readonly JudgedSide[] };

/** The primary metric of one side over all judged recordings; the replicates of two sides pair. */
export interface JudgedSide {
  readonly value: MetricValue;
  readonly replicates: AccuracyResult['replicates'];
  readonly bootstrap: AccuracyResult['bootstrap'];
}

/** Runs an errand in a fresh process. Rejects when that process dies or the contender throws. */
export type SendErrand = (errand: Errand) => Promise<ErrandReport>;
