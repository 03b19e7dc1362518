import type { RungCard } from '../rung.ts';
import { runInProcess } from '../study-run.ts';

/** Watchers made from the reference one's artefact: what is not in the artefact, yet decides, shows here. */
export const restored: RungCard = {
  rung: 'restored',
  held: 'process, artefact, recordings',
  varied: 'the watcher is restored from its artefact',
  retrains: false,
  notApplicable: () => null,
  runCount: ({ repeats }) => repeats - 1,
  async *more({ contender, watcher, judged, repeats }) {
    const artefact = watcher.artefact();
    for (let i = 1; i < repeats; i++) {
      const again = await contender.restore(artefact);
      try {
        yield runInProcess(again, judged);
      } finally {
        again.dispose();
      }
    }
  },
};
