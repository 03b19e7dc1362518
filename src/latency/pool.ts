import type { Observation } from '../contenders/contract.ts';
import { InputError } from '../faults.ts';
import type { WatchTask } from '../replay/assignment.ts';
import { observationAt } from '../replay/observation.ts';
import { type Channel, type Recording, rowCount } from '../telemetry/recording.ts';

/** Rows that are timed in turn. More than 256, so that no side can live off one input in the caches. */
export const POOL_ROWS = 1024;

/** The same consecutive rows for every side, with the rows before them that fill windows and baselines untimed. */
export interface Pool {
  readonly recording: string;
  readonly channels: readonly Channel[];
  readonly leadIn: readonly Observation[];
  readonly timed: readonly Observation[];
}

/**
 * @param judged the first recording that holds a whole pool and its warm-up is taken, else the longest.
 * @param warmupRows rows wanted before the first timed one, so that what is timed is a decision and not a warm-up.
 * @throws InputError `latency/no-rows`
 */
export function observationPool(judged: readonly WatchTask[], warmupRows: number): Pool {
  const task = chooseTask(judged, warmupRows + POOL_ROWS);
  const { recording } = task.labelled;
  const rows = rowCount(recording);
  const timedRows = Math.min(POOL_ROWS, rows);
  const start = Math.min(Math.max(task.fromRow, warmupRows), rows - timedRows);
  return {
    recording: recording.id,
    channels: recording.channels,
    leadIn: observations(recording, Math.max(0, start - warmupRows), start),
    timed: observations(recording, start, start + timedRows),
  };
}

function chooseTask(judged: readonly WatchTask[], wantedRows: number): WatchTask {
  const rows = (task: WatchTask) => rowCount(task.labelled.recording);
  const longestFirst = [...judged].sort((a, b) => rows(b) - rows(a));
  const task = judged.find((candidate) => rows(candidate) >= wantedRows) ?? longestFirst[0];
  if (task === undefined || rows(task) === 0) {
    throw InputError.of('latency/no-rows', 'latency needs a judged recording with rows to time decisions on');
  }
  return task;
}

/** Built beforehand: taking a row apart is nobody's decision time. */
function observations(recording: Recording, from: number, to: number): Observation[] {
  return Array.from({ length: to - from }, (_, i) => observationAt(recording, from + i));
}
