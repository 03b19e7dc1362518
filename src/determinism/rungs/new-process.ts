import type { RungCard } from '../rung.ts';
import { runFromReport } from '../study-run.ts';

/** Fitted and replayed in processes of their own: hash order, clocks, caches and thread counts show here. */
export const newProcess: RungCard = {
  rung: 'new-process',
  held: 'machine, seed, training data, recordings',
  varied: 'fitted and replayed in a process of its own',
  retrains: true,
  notApplicable: () => null,
  runCount: ({ repeats }) => repeats - 1,
  async *more({ info, judged, seeds, repeats, sendErrand }) {
    for (let i = 1; i < repeats; i++) {
      yield runFromReport(await sendErrand({ kind: 'fit-and-replay', contender: info, seed: seeds[0] }), judged);
    }
  },
};
