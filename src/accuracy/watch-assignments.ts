import { backendOf, type Contender, promiseOf, type Watcher } from '../contenders/contract.ts';
import type { Assignment, WatchTask } from '../replay/assignment.ts';
import { replay } from '../replay/replay.ts';
import type { Watched } from './watched.ts';

export interface WatchedParts {
  /** What a threshold may be chosen on; empty under `leave-one-out`, where it is chosen on other judged recordings. */
  readonly tune: readonly Watched[];
  readonly judged: readonly Watched[];
  /** Engine that computed the scores, for a contender that has one. */
  readonly backend: string | null;
}

/** Fits once per assignment and replays what thresholds are chosen on and what is judged. */
export async function watchAssignments(input: {
  readonly contender: Contender;
  readonly assignments: readonly Assignment[];
  readonly seed: number;
  readonly onProgress?: (doneShare: number) => void;
}): Promise<WatchedParts> {
  const { contender, assignments, seed, onProgress } = input;
  const tune: Watched[] = [];
  const judged: Watched[] = [];
  let backend: string | null = null;
  for (const [i, assignment] of assignments.entries()) {
    const watcher = await contender.fit({ train: assignment.train, seed });
    backend ??= backendOf(watcher);
    try {
      // Without validation recordings the threshold is searched on the training ones: still nothing that is judged.
      const tuneTasks =
        assignment.tune.length === 0 && assignments.length === 1 ? trainingTasks(assignment) : assignment.tune;
      tune.push(...watch(watcher, tuneTasks));
      judged.push(...watch(watcher, assignment.judged));
    } finally {
      watcher.dispose();
    }
    onProgress?.((i + 1) / assignments.length);
  }
  return { tune, judged, backend };
}

/** Replays whole recordings. */
export const watch = (watcher: Watcher, tasks: readonly WatchTask[]): Watched[] =>
  tasks.map((task) => {
    const trace = replay(watcher, task.labelled.recording);
    const promise = promiseOf(watcher);
    return { task, trace, ...(promise && { promise }) };
  });

/** Training recordings hold no judged row, so a threshold chosen on them is held out; it may be optimistic. */
const trainingTasks = ({ train }: Assignment): WatchTask[] =>
  train.map((labelled) => ({ labelled, fromRow: 0, group: labelled.recording.id }));
