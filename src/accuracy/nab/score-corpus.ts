import { nabBounds, nabNormalised } from './normalise.ts';
import type { NabProfile } from './profiles.ts';
import { type NabFileScore, type NabSeries, scoreSeries } from './score-series.ts';

export interface NabCorpusScore {
  readonly profile: NabProfile['id'];
  /** The same for all files; null where files were scored at thresholds of their own. */
  readonly threshold: number | null;
  readonly raw: number;
  readonly null: number;
  readonly perfect: number;
  /** Null when the corpus has no window. */
  readonly normalised: number | null;
  readonly windows: number;
  readonly files: readonly NabFileScore[];
}

/**
 * Corpus score at one threshold for all files; a row is detected when its score is at or above it.
 * A window without a scored row adds nothing to the raw score and still counts in the normalisation, as in NAB.
 */
export function scoreCorpus(
  corpus: readonly NabSeries[],
  profile: NabProfile,
  threshold: number,
): NabCorpusScore & { readonly threshold: number } {
  const files = corpus.map((series) => scoreSeries(series, profile, threshold));
  return { ...sumOfFiles(files, profile), threshold };
}

/** Corpus score of files scored one by one, at whatever thresholds. */
export function sumOfFiles(files: readonly NabFileScore[], profile: NabProfile): NabCorpusScore {
  const raw = files.reduce((sum, { score }) => sum + score, 0);
  const windows = files.reduce((sum, file) => sum + file.windows, 0);
  return {
    profile: profile.id,
    threshold: null,
    raw,
    ...nabBounds(windows, profile),
    normalised: nabNormalised(raw, windows, profile),
    windows,
    files,
  };
}
