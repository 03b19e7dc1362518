import type { Traits, Watcher } from '../../contenders/contract.ts';
import { observeAll } from '../../replay/replay.ts';
import { whenRepeatable } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

export const batchEqualsOneByOne: Property = {
  id: 'batch-equals-one-by-one',
  version: 1,
  claim: 'The fast path over a whole recording gives exactly the verdicts of observing row by row.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: (traits: Traits, watcher: Watcher) =>
    watcher.replayAll === undefined ? 'its watcher offers no fast path' : whenRepeatable(traits),
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    return firstDifference(
      { name: 'one by one', verdicts: observeAll(watcher, watched) },
      { name: 'by the fast path', verdicts: watch(watcher, watched) },
    );
  },
};
