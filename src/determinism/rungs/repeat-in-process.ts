import type { RungCard } from '../rung.ts';
import { runInProcess } from '../study-run.ts';

/** The very watcher replays again: state that leaks from one session into the next shows here. */
export const repeatInProcess: RungCard = {
  rung: 'repeat-in-process',
  held: 'process, watcher, recordings',
  varied: 'nothing: the same watcher replays again',
  retrains: false,
  notApplicable: () => null,
  runCount: ({ repeats }) => repeats - 1,
  async *more({ watcher, judged, repeats }) {
    for (let i = 1; i < repeats; i++) yield runInProcess(watcher, judged);
  },
};
