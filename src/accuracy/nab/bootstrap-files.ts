import {
  type BootstrappedValue,
  type BootstrapSettings,
  FEWEST_BLOCKS,
  percentileInterval,
  resampleWeights,
} from '../bootstrap.ts';
import { defined, undefinedBecause } from '../metric.ts';
import { nabNormalised } from './normalise.ts';
import { nabProfile } from './profiles.ts';
import type { NabCorpusScore } from './score-corpus.ts';

/**
 * The normalised score with a 95 % percentile interval over resamples of whole files. The thresholds stay as they were
 * chosen. Two detectors on the same files with the same seed get the same resamples, so their replicates pair.
 */
export function bootstrapFiles(
  { files, normalised, profile }: NabCorpusScore,
  settings: BootstrapSettings,
): BootstrappedValue {
  const weightsOf = nabProfile(profile);
  const replicates = resampleWeights(files.length, settings).map((weights) => {
    let [raw, windows] = [0, 0];
    files.forEach((file, i) => {
      raw += weights[i]! * file.score;
      windows += weights[i]! * file.windows;
    });
    return nabNormalised(raw, windows, weightsOf);
  });
  if (normalised === null) return { value: undefinedBecause('there is no window'), replicates };
  const interval = files.length < FEWEST_BLOCKS ? null : percentileInterval(replicates);
  return {
    value: interval === null ? defined(normalised) : { kind: 'defined', value: normalised, interval },
    replicates,
  };
}
