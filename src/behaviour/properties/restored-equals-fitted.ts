import { whenRepeatable } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

export const restoredEqualsFitted: Property = {
  id: 'restored-equals-fitted',
  version: 1,
  claim: 'A watcher restored from the artefact of a fitted one decides the same.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: watchedTelemetry,
  async holds({ watcher, restored }, { watched }) {
    return firstDifference(
      { name: 'by the fitted watcher', verdicts: watch(watcher, watched) },
      { name: 'by the restored one', verdicts: watch(await restored(), watched) },
    );
  },
};
