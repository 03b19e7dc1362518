import type { Watcher } from '../../contenders/contract.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { withRefit } from '../refit.ts';
import { watch } from '../watch.ts';

/** What a watcher that holds tensors offers beside the contract: how many live in its backend, whoever made them. */
interface CountsTensors {
  liveTensorCount(): number;
}

const countsTensors = (watcher: Watcher): watcher is Watcher & CountsTensors =>
  typeof (watcher as Partial<CountsTensors>).liveTensorCount === 'function';

export const tensorsAreReleased: Property = {
  id: 'tensors-are-released',
  version: 1,
  claim: 'Watching keeps no tensor alive, and a disposed watcher leaves as many as there were before it was fitted.',
  scope: 'must',
  kind: 'refit',
  appliesTo: (_traits, watcher) =>
    countsTensors(watcher) ? null : 'its watcher holds no tensors (no liveTensorCount)',
  arbitrary: watchedTelemetry,
  async holds({ contender, watcher, refitTraining, seed }, { watched }) {
    if (!countsTensors(watcher)) return 'its watcher has no liveTensorCount';
    const before = watcher.liveTensorCount();
    watch(watcher, watched);
    const afterWatching = watcher.liveTensorCount();
    if (afterWatching !== before) return `${afterWatching - before} tensors more after watching a recording`;
    const artefact = await withRefit(contender, { train: refitTraining, seed }, (fitted) => {
      watch(fitted, watched);
      return fitted.artefact();
    });
    const afterFit = watcher.liveTensorCount();
    if (afterFit !== before) return `${afterFit - before} tensors more after fitting, watching and disposing`;
    const restored = await contender.restore(artefact);
    watch(restored, watched);
    restored.dispose();
    const afterRestore = watcher.liveTensorCount();
    return afterRestore === before
      ? null
      : `${afterRestore - before} tensors more after restoring, watching and disposing`;
  },
};
