import type { LabelledRecording } from '../telemetry/recording.ts';

/** A recording to be replayed whole, of which the rows from `fromRow` on count. */
export interface WatchTask {
  readonly labelled: LabelledRecording;
  readonly fromRow: number;
  /** Tasks of one group are left out together when thresholds are chosen on other groups. */
  readonly group: string;
}

/**
 * One watcher's life: what it learns from, what its threshold may be chosen on, what it is judged on.
 * `tune` is empty under `leave-one-out`: there a threshold is chosen on the judged parts of all other assignments.
 */
export interface Assignment {
  readonly train: readonly LabelledRecording[];
  readonly tune: readonly WatchTask[];
  readonly judged: readonly WatchTask[];
}
