import { assertSeed } from '../../chance.ts';
import { InputError } from '../../faults.ts';
import { parseContenderConfig } from '../contender-config.ts';
import type { Contender, Traits, Watcher } from '../contract.ts';
import { settingsSpace } from '../search-space.ts';
import {
  AUTOENCODER_DIMENSIONS,
  type AutoencoderConfig,
  autoencoderConfigSchema,
  MAX_SMOOTHING_ROWS,
} from './autoencoder-config.ts';
import { autoencoderWatcher, untrainedWatcher } from './autoencoder-watcher.ts';
import { trainingRowsFor } from './calibration/training-rows.ts';
import { learn } from './learn.ts';
import { decodeLearned, type Learned } from './learned.ts';
import { openForInference } from './open-backend.ts';

/**
 * A dense autoencoder over a window of all channels: a reading is as bad as the network, which has seen only the
 * training part, fails to reconstruct it. It abstains while the window is not full, on a row where a channel has no
 * reading, and after a hole longer than `bridge` until the window is full again.
 * @throws InputError `contender/config`, every fault at once
 */
export function autoencoderContender(settings: unknown = {}): Contender {
  const config = parseContenderConfig('autoencoder', autoencoderConfigSchema, settings);
  if (config.calibration !== 'history' && config.holdBackRatio === 0) {
    throw InputError.of(
      'contender/config',
      `autoencoder.holdBackRatio: ${config.calibration} is calibrated on rows held back, and 0 holds none back`,
    );
  }
  return {
    name: 'autoencoder',
    traits: traitsOf(config),
    config,
    searchSpace: settingsSpace({
      settings,
      config,
      shipped: autoencoderConfigSchema.parse({}),
      dimensions: AUTOENCODER_DIMENSIONS,
    }),
    async fit({ train, seed }) {
      assertSeed(seed);
      return watcherOf(await learn(config, train, seed));
    },
    restore: async (artefact) => watcherOf(decodeLearned(artefact)),
  };
}

/** Rows are known only once the sampling step is; these bounds hold for every step. */
function traitsOf(config: AutoencoderConfig): Traits {
  const { maxWindowRows, minWindowRows, against, calibration } = config;
  const windowRows = Math.max(maxWindowRows, minWindowRows);
  // One more row for the difference of a counter; readings are carried into a window over at most its own length.
  const memoryRows = 2 * windowRows + MAX_SMOOTHING_ROWS + 1;
  return {
    family: 'model',
    randomness: 'seeded',
    score: 'graded',
    learns: true,
    warmupRows: windowRows + 1,
    ...trainingRowsFor(config),
    memoryRows: against === 'own-past' && calibration === 'history' ? 'unbounded' : memoryRows,
    claims: [
      'scale-invariant-after-refit',
      'shift-invariant-after-refit',
      'missing-readings-never-read-as-quiet',
      'obvious-spike-is-scored-above-quiet',
    ],
  };
}

/**
 * Compiled, or on the backend it was trained on: another would give other last bits, and so perhaps other decisions.
 * Compiled, TensorFlow.js is not even loaded.
 */
async function watcherOf(learned: Learned): Promise<Watcher> {
  if (learned.kind === 'untrained') return untrainedWatcher(learned);
  if (learned.inference === 'compiled') return autoencoderWatcher(learned, null);
  return autoencoderWatcher(learned, await openForInference(learned.backend, learned.size.hidden));
}
