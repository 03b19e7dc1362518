import { isDeepStrictEqual } from 'node:util';
import type { Watcher } from '../../contenders/contract.ts';
import { observationAt } from '../../replay/observation.ts';
import { type Recording, rowCount } from '../../telemetry/recording.ts';
import { always } from '../applicability.ts';
import { watchedTelemetry } from '../cases/any-telemetry.ts';
import type { Property } from '../property.ts';
import { copyOf } from '../watch.ts';

export const inputsAreNotChanged: Property = {
  id: 'inputs-are-not-changed',
  version: 1,
  claim: 'Watching leaves the readings it was handed as they were.',
  scope: 'must',
  kind: 'frozen',
  appliesTo: always,
  arbitrary: watchedTelemetry,
  async holds({ watcher }, { watched }) {
    return changedByObserve(watcher, watched) ?? changedByFastPath(watcher, watched);
  },
};

function changedByObserve(watcher: Watcher, watched: Recording): string | null {
  const session = watcher.open(watched.channels);
  for (let row = 0; row < rowCount(watched); row++) {
    const given = observationAt(watched, row);
    session.observe(given);
    const meant = observationAt(watched, row);
    if (!isDeepStrictEqual(given, meant)) {
      return `row ${row + 1}: observe turned the readings [${meant.values.join(', ')}] into [${given.values.join(', ')}]`;
    }
  }
  return null;
}

function changedByFastPath(watcher: Watcher, watched: Recording): string | null {
  const given = copyOf(watched);
  watcher.replayAll?.(given);
  return isDeepStrictEqual(given, watched) ? null : 'the fast path over the whole recording changed it';
}
