import type { Footing } from './rung.ts';
import { runInProcess, type StudyRun } from './study-run.ts';

/** Fits, replays, lets go. */
export async function fittedRun({ contender, train, judged }: Footing, seed: number): Promise<StudyRun> {
  const watcher = await contender.fit({ train, seed });
  try {
    return runInProcess(watcher, judged);
  } finally {
    watcher.dispose();
  }
}
