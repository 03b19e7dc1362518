import { z } from 'zod';
import { parseContenderConfig } from '../contender-config.ts';
import { AS_WRITTEN_THRESHOLD, type Cause, type Contender } from '../contract.ts';
import { streamingWatcher } from '../streaming-watcher.ts';

export const alwaysConfigSchema = z.strictObject({});

const CAUSES: readonly Cause[] = [
  { source: 'always', channel: null, observed: null, limit: null, share: null, text: 'alerts on every row' },
];

/** Always alerts. Any metric it does well on is no measure of skill. */
export function alwaysContender(config: unknown = {}): Contender {
  const watcher = () =>
    streamingWatcher(null, () => ({
      observe: () => ({ kind: 'scored', score: AS_WRITTEN_THRESHOLD, causes: CAUSES }),
      state: () => null,
    }));
  return {
    name: 'always',
    traits: {
      family: 'baseline',
      randomness: 'none',
      score: 'binary',
      learns: false,
      warmupRows: 0,
      memoryRows: 0,
      claims: [],
    },
    config: parseContenderConfig('always', alwaysConfigSchema, config),
    fit: async () => watcher(),
    restore: async () => watcher(),
  };
}
