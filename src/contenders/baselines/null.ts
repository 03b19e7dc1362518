import { z } from 'zod';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender } from '../contract.ts';
import { streamingWatcher } from '../streaming-watcher.ts';

export const nullConfigSchema = z.strictObject({});

/** Never alerts. What it costs to say nothing is the floor every other contender is held against. */
export function nullContender(config: unknown = {}): Contender {
  const watcher = () =>
    streamingWatcher(null, () => ({
      observe: () => ({ kind: 'scored', score: 0, causes: [] }),
      state: () => null,
    }));
  return {
    name: 'null',
    traits: {
      family: 'baseline',
      randomness: 'none',
      score: 'binary',
      learns: false,
      warmupRows: 0,
      memoryRows: 0,
      claims: [],
    },
    config: parseContenderConfig('null', nullConfigSchema, config),
    fit: async () => watcher(),
    restore: async () => watcher(),
  };
}
