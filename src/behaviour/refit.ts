import type { Contender, FitTask, Verdict, Watcher } from '../contenders/contract.ts';
import type { LabelledRecording, Recording } from '../telemetry/recording.ts';
import { watch } from './watch.ts';

/** Fits, lends the watcher out, and disposes of it whatever happens. */
export async function withRefit<T>(
  contender: Contender,
  task: FitTask,
  use: (watcher: Watcher) => T | Promise<T>,
): Promise<T> {
  const watcher = await contender.fit(task);
  try {
    return await use(watcher);
  } finally {
    watcher.dispose();
  }
}

export function verdictsAfterRefit(
  contender: Contender,
  task: FitTask,
  recording: Recording,
): Promise<readonly Verdict[]> {
  return withRefit(contender, task, (watcher) => watch(watcher, recording));
}

/** The same recording with every reading changed by one function; missing readings stay missing. */
export function mapReadings(recording: Recording, change: (reading: number) => number): Recording {
  return { ...recording, columns: recording.columns.map((column) => column.map(change)) };
}

export function mapTraining(
  training: readonly LabelledRecording[],
  change: (reading: number) => number,
): readonly LabelledRecording[] {
  return training.map((labelled) => ({ ...labelled, recording: mapReadings(labelled.recording, change) }));
}
