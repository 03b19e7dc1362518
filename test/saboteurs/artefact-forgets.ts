import type { Contender } from '../../src/contenders/contract.ts';
import { decodeState, encodeState } from '../../src/contenders/state-codec.ts';
import type { Learned } from './honest-detector.ts';
import { withWatcher } from './sin.ts';

/** Its artefact keeps the locations and replaces the spreads by a default. */
export const artefactForgets = (): Contender =>
  withWatcher('artefact-forgets', (watcher) => ({
    ...watcher,
    artefact: () => {
      const learned = decodeState(watcher.artefact()) as unknown as Learned;
      return encodeState({ locations: learned.locations, spreads: learned.spreads.map(() => 1) });
    },
  }));
