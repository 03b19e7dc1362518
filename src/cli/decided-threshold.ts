import { metricById } from '../accuracy/metrics.ts';
import { type Chosen, chooseThreshold } from '../accuracy/threshold-choice.ts';
import type { Tolerance } from '../accuracy/tolerance.ts';
import { InputError } from '../faults.ts';
import type { PolicySettings } from '../record/schema.ts';
import { type DecidedFiles, type ReadOptions, readDecided } from './read-decided.ts';

export interface ThresholdSource {
  /** Scores files that are not judged, with what was true of them. */
  readonly files: DecidedFiles;
  readonly metric: string;
  readonly trials: number;
  readonly policy: PolicySettings;
  readonly tolerance: Tolerance;
}

/** Where the threshold in use came from. */
export interface ChosenThreshold extends Chosen {
  readonly chosenOn: readonly string[];
  readonly by: string;
}

/**
 * The threshold that is best on other files than the judged ones.
 * @throws InputError as `readDecided`; `score/threshold-from` where the metric has no value there at any threshold
 */
export async function thresholdFrom(
  cwd: string,
  source: ThresholdSource,
  options: ReadOptions,
): Promise<ChosenThreshold> {
  const { files, policy, tolerance, trials } = source;
  const metric = metricById(source.metric);
  if (metric.card.better === 'neither') {
    throw InputError.of('score/threshold-from', `${source.metric} has no better direction to choose a threshold by`);
  }
  const decided = await readDecided(cwd, files, options);
  const on = decided.map(({ labelled, trace }) => ({
    task: { labelled, fromRow: options.skipRows, group: trace.recordingId },
    trace,
  }));
  const chosen = chooseThreshold({ metric, on, policy, trials, tolerance });
  if (chosen.objective.kind === 'undefined') {
    const message = `${source.metric} has no value at any of ${chosen.trials} thresholds: ${chosen.objective.reason}`;
    throw InputError.of('score/threshold-from', message, { file: decided[0]!.file });
  }
  return { ...chosen, chosenOn: files.scores, by: source.metric };
}
