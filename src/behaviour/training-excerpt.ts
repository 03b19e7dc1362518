import type { Traits } from '../contenders/contract.ts';
import { type LabelledRecording, rowCount, sliceRows } from '../telemetry/recording.ts';

/**
 * What the study fits on at most, in readings (rows × channels), taken from the end of each training recording.
 * A counterexample carries its training data by value, so they must stay small enough to store (8 bytes a reading);
 * 8192 readings are three and a half days of eight channels at five minutes a row. Where training is larger, the watcher under study is
 * not byte for byte the one that accuracy judges.
 */
export const MOST_TRAINING_READINGS = 8192;

/** Rows for properties that fit once or twice per case: training time, which goes by rows, is what they cost. */
export const MOST_REFIT_ROWS = 400;

/** Never cut a recording below this, nor below a few warm-ups or what the contender says it needs to learn from. */
const FEWEST_ROWS = 256;
const FEWEST_WARMUPS = 8;

/** Rows that a study of so many channels fits on at most. */
export function mostTrainingRows(channels: number): number {
  return Math.floor(MOST_TRAINING_READINGS / Math.max(1, channels));
}

/** The last rows of each recording, in proportion to its length; everything where that is few enough. */
export function trainingExcerpt(
  train: readonly LabelledRecording[],
  mostRows: number,
  { warmupRows, trainingRows = 0 }: Pick<Traits, 'warmupRows' | 'trainingRows'>,
): readonly LabelledRecording[] {
  const allRows = train.reduce((sum, { recording }) => sum + rowCount(recording), 0);
  if (allRows <= mostRows) return train;
  const fewest = Math.max(FEWEST_ROWS, FEWEST_WARMUPS * warmupRows, trainingRows);
  return train.map((labelled) => {
    const share = rowCount(labelled.recording) / allRows;
    return lastRows(labelled, Math.max(fewest, Math.floor(share * mostRows)));
  });
}

function lastRows(labelled: LabelledRecording, most: number): LabelledRecording {
  const rows = rowCount(labelled.recording);
  if (rows <= most) return labelled;
  const recording = sliceRows(labelled.recording, rows - most, rows);
  const startMs = recording.timestampsMs[0]!; // most is at least FEWEST_ROWS
  const reachesIn = ({ endMs }: { readonly endMs: number }) => endMs >= startMs;
  return { recording, incidents: labelled.incidents.filter(reachesIn), benign: labelled.benign.filter(reachesIn) };
}
