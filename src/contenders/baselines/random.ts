import { z } from 'zod';
import { seededRandom } from '../../chance.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, Watcher } from '../contract.ts';
import { decodeState } from '../state-codec.ts';
import { streamingWatcher } from '../streaming-watcher.ts';

export const randomConfigSchema = z.strictObject({});

/**
 * Scores drawn from [0, 1) without a look at the data. Every session of one seed draws the same stream, so a session
 * remembers no more than how many rows it has seen; resuming draws that many again.
 */
export function randomContender(config: unknown = {}): Contender {
  return {
    name: 'random',
    traits: {
      family: 'baseline',
      randomness: 'seeded',
      score: 'graded',
      learns: false,
      warmupRows: 0,
      memoryRows: 0,
      claims: [],
    },
    config: parseContenderConfig('random', randomConfigSchema, config),
    fit: async ({ seed }) => randomWatcher(seed),
    restore: async (artefact) => randomWatcher(decodeState(artefact) as number),
  };
}

function randomWatcher(seed: number): Watcher {
  seededRandom(seed); // refuses a bad seed at the door, not at the first session
  return streamingWatcher(seed, (_channels, from) => {
    const random = seededRandom(seed);
    let rows = 0;
    for (const seen = (from as number | undefined) ?? 0; rows < seen; rows++) random();
    return {
      observe() {
        rows++;
        return { kind: 'scored', score: random(), causes: [] };
      },
      state: () => rows,
    };
  });
}
