import type { ContenderInfo } from './schema.ts';

/**
 * A small job for a process of its own: what "in a new process" means for determinism and cold starts.
 * Plain JSON both ways. `run` knows how to carry it out; the studies only know this shape.
 */
export type Errand =
  /** Fit with the seed, then replay the judged recordings of the first assignment. */
  | { readonly kind: 'fit-and-replay'; readonly contender: ContenderInfo; readonly seed: number }
  /** Restore the artefact, warm nothing up, time the first decision on the first judged recording. */
  | { readonly kind: 'first-decision'; readonly contender: ContenderInfo; readonly artefactBase64: string };

export type ErrandReport =
  | {
      readonly kind: 'fit-and-replay';
      readonly artefactDigest: string;
      /** Scores as base64 of little-endian float64 (NaN: abstained), per judged recording. */
      readonly traces: readonly { readonly recording: string; readonly scoresBase64: string }[];
    }
  | { readonly kind: 'first-decision'; readonly firstDecisionMs: number };

/** Runs an errand in a fresh process. Rejects when that process dies or the contender throws. */
export type SendErrand = (errand: Errand) => Promise<ErrandReport>;
