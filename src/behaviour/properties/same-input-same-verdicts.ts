import { whenRepeatable } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstDifference, watch } from '../watch.ts';

export const sameInputSameVerdicts: Property = {
  id: 'same-input-same-verdicts',
  version: 1,
  claim: 'A watcher that has seen a recording before says the same of it again.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    return firstDifference(
      { name: 'the first time', verdicts: watch(watcher, watched) },
      { name: 'the second time', verdicts: watch(watcher, watched) },
    );
  },
};
