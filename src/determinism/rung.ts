import type { Contender, FitTask, Watcher } from '../contenders/contract.ts';
import type { SendErrand } from '../record/errand.ts';
import type { ContenderInfo } from '../record/schema.ts';
import type { WatchTask } from '../replay/assignment.ts';
import type { StudyRun } from './study-run.ts';

/** What every rung starts from: one watcher fitted with the first seed, and its run. */
export interface Footing {
  readonly contender: Contender;
  readonly info: ContenderInfo;
  readonly train: FitTask['train'];
  readonly judged: readonly WatchTask[];
  /** At least one; the first is the one the reference run was fitted with. */
  readonly seeds: readonly [number, ...number[]];
  /** Runs to compare on each rung that does not go over seeds, the reference run among them; at least two. */
  readonly repeats: number;
  readonly watcher: Watcher;
  readonly sendErrand: SendErrand;
}

/** One step of the ladder: some things held, one thing varied. A failure explains failures on the rungs above it. */
export interface RungCard {
  readonly rung: string;
  readonly held: string;
  readonly varied: string;
  /** True where each run learns anew, so that artefacts are compared too. */
  readonly retrains: boolean;
  /** Why the rung says nothing here, or null. */
  notApplicable(footing: Footing): string | null;
  /** How many runs `more` gives. */
  runCount(footing: Footing): number;
  /** The runs besides the reference one. */
  more(footing: Footing): AsyncIterable<StudyRun>;
}
