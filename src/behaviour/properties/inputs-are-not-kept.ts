import type { Verdict } from '../../contenders/contract.ts';
import { observationAt } from '../../replay/observation.ts';
import { rowCount } from '../../telemetry/recording.ts';
import { whenRepeatable } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { firstDifference, observeRows } from '../watch.ts';

/** What the caller's array holds after the call; far from any telemetry, so that keeping it shows. */
const SCRIBBLE = -12_345_678.9;

export const inputsAreNotKept: Property = {
  id: 'inputs-are-not-kept',
  version: 1,
  claim: 'A session remembers readings, not the array they came in: the caller may use it again.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: whenRepeatable,
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    const fresh = observeRows(watcher.open(watched.channels), watched);
    const session = watcher.open(watched.channels);
    const scribbled: Verdict[] = [];
    for (let row = 0; row < rowCount(watched); row++) {
      const at = observationAt(watched, row);
      scribbled.push(session.observe(at));
      at.values.fill(SCRIBBLE);
    }
    return firstDifference(
      { name: 'with an array for each row', verdicts: fresh },
      { name: 'when arrays are written over after each call', verdicts: scribbled },
    );
  },
};
