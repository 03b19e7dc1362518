import { type LabelledRecording, rowCount, sliceRows } from '../telemetry/recording.ts';

/**
 * What the study fits on at most, in readings (rows × channels), taken from the end of each training recording.
 * A counterexample carries its training data by value, so they must stay small enough to store (8 bytes a reading);
 * 8192 readings are three and a half days of eight channels at five minutes a row. Where training is larger, the watcher under study is
 * not byte for byte the one that accuracy judges.
 */
export const MOST_TRAINING_READINGS = 8192;

/** The same for properties that fit once or twice per case: training time is what they cost. */
export const MOST_REFIT_READINGS = 2048;

/** Never cut a recording below this, nor below a few warm-ups: a contender needs something to learn from. */
const FEWEST_ROWS = 256;
const FEWEST_WARMUPS = 8;

/** The last rows of each recording, in proportion to its length; everything where that is few enough. */
export function trainingExcerpt(
  train: readonly LabelledRecording[],
  mostReadings: number,
  warmupRows: number,
): readonly LabelledRecording[] {
  const readings = train.reduce((sum, { recording }) => sum + rowCount(recording) * recording.columns.length, 0);
  if (readings <= mostReadings) return train;
  const fewest = Math.max(FEWEST_ROWS, FEWEST_WARMUPS * warmupRows);
  return train.map((labelled) => {
    const rows = rowCount(labelled.recording);
    return lastRows(labelled, Math.max(fewest, Math.floor((rows * mostReadings) / readings)));
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
