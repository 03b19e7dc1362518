import { assertSeed } from '../../../chance.ts';
import { InputError } from '../../../faults.ts';
import { parseContenderConfig } from '../../contender-config.ts';
import type { Contender, Traits, Watcher } from '../../contract.ts';
import { settingsSpace } from '../../search-space.ts';
import { trainingRowsFor } from '../calibration/training-rows.ts';
import { openForInference } from '../open-backend.ts';
import { FORECASTER_DIMENSIONS, type ForecasterConfig, forecasterConfigSchema } from './forecaster-config.ts';
import { forecasterWatcher, untrainedForecaster } from './forecaster-watcher.ts';
import { learnForecaster } from './learn-forecaster.ts';
import { decodeForecaster, type LearnedForecaster } from './learned-forecaster.ts';

/**
 * One small network per channel forecasts the next reading from those before it, the time of day and week, and the
 * reading a day ago; a row is as bad as its worst channel, whose newest errors are held against all its earlier ones.
 * It abstains where a channel cannot be judged, unless the others alone say "alert".
 * @throws InputError `contender/config`, every fault at once
 */
export function forecasterContender(settings: unknown = {}): Contender {
  const config = parseContenderConfig('forecaster', forecasterConfigSchema, settings);
  if (config.mode !== 'frozen' && config.inference === 'backend') {
    throw InputError.of(
      'contender/config',
      `forecaster.inference: backend does not go with mode ${config.mode}: networks that learn on are compiled`,
      undefined,
      'leave inference out, or use mode: frozen',
    );
  }
  if (config.mode !== 'frozen' && config.calibration !== 'history') {
    throw InputError.of(
      'contender/config',
      `forecaster.calibration: ${config.calibration} does not go with mode ${config.mode}: the promise is of the networks that were calibrated`,
      undefined,
      'leave calibration out, or use mode: frozen',
    );
  }
  return {
    name: 'forecaster',
    traits: traitsOf(config),
    config,
    searchSpace: settingsSpace({
      settings,
      config,
      shipped: forecasterConfigSchema.parse({}),
      dimensions: FORECASTER_DIMENSIONS,
    }),
    async fit({ train, seed }) {
      assertSeed(seed);
      return watcherOf(await learnForecaster(config, train, seed));
    },
    restore: async (artefact) => watcherOf(decodeForecaster(artefact)),
  };
}

function traitsOf(config: ForecasterConfig): Traits {
  const { maxWindowRows, minWindowRows } = config;
  return {
    family: 'model',
    randomness: 'seeded',
    score: 'graded',
    learns: true,
    // One more row for the difference of a counter.
    warmupRows: Math.max(maxWindowRows, minWindowRows) + 1,
    ...trainingRowsFor(config),
    memoryRows: 'unbounded',
    claims: [
      'scale-invariant-after-refit',
      'shift-invariant-after-refit',
      'missing-readings-never-read-as-quiet',
      'obvious-spike-is-scored-above-quiet',
    ],
  };
}

/** Compiled, or on the backend it was calibrated on. Compiled, TensorFlow.js is not even loaded. */
async function watcherOf(learned: LearnedForecaster): Promise<Watcher> {
  if (learned.kind === 'untrained') return untrainedForecaster(learned.reason);
  if (learned.runsOn === null) return forecasterWatcher(learned, null);
  return forecasterWatcher(learned, await openForInference(learned.runsOn, 1));
}
