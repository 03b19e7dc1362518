import type { Contender, Watcher } from '../../../src/contenders/contract.ts';

/** A quiet contender whose `fit` first does something a contender must not do. */
export function oneThat(sin: string, commit: () => void | Promise<void>): Contender {
  const watcher: Watcher = {
    open: () => ({ observe: () => ({ kind: 'scored', score: 0, causes: [] }), snapshot: () => new Uint8Array() }),
    artefact: () => new Uint8Array(),
    dispose: () => {},
  };
  return {
    name: sin,
    traits: {
      family: 'external',
      randomness: 'none',
      score: 'binary',
      learns: false,
      warmupRows: 0,
      memoryRows: 0,
      claims: [],
    },
    config: {},
    fit: async () => {
      await commit();
      return watcher;
    },
    restore: async () => watcher,
  };
}
