import { fileURLToPath } from 'node:url';
import type { WatchbenchConfig } from './config.ts';

const rulesFile = (name: string): string => fileURLToPath(new URL(`../contenders/rules/${name}`, import.meta.url));

const HISTORY = { use: 'rules', with: { file: rulesFile('history.rules.yaml') } };
const WITHOUT_SEASON = { use: 'rules', with: { file: rulesFile('history-without-season.rules.yaml') } };
const FORECASTER = { use: 'forecaster' };

/**
 * The Numenta Anomaly Benchmark as a table that survives review: every model with every seed, each contender at the
 * threshold its author meant, at the one that is best on the folders it is not judged on, and at the one that is best
 * on the very files it is judged on, which is the benchmark's own protocol. What the user's configuration says goes
 * before all of it.
 */
export function nabProtocol(config: WatchbenchConfig): WatchbenchConfig {
  return {
    title: 'Rules, models and the two together, over seeds',
    contenders: [
      'null',
      'random',
      'metronome',
      'last-value',
      'rolling-mad',
      { ...HISTORY, name: 'history-rules' },
      { use: 'rules', name: 'generic-rules' },
      { ...FORECASTER, name: 'forecaster' },
      { ...FORECASTER, name: 'forecaster-online', with: { mode: 'online' } },
      { ...FORECASTER, name: 'forecaster-mean-of-5', with: { members: 5 } },
      'autoencoder',
      { use: 'rules-or-model', name: 'history-or-forecaster', with: { rules: HISTORY, model: FORECASTER, factor: 2 } },
      { ...WITHOUT_SEASON, name: 'without-season' },
      {
        use: 'rules-or-model',
        name: 'without-season-or-forecaster',
        with: { rules: WITHOUT_SEASON, model: FORECASTER, factor: 1.25 },
      },
    ],
    studies: ['accuracy'],
    leaveOut: 'group',
    ...config,
    accuracy: {
      metrics: ['nab-standard', 'nab-low-fp', 'nab-low-fn', 'event-recall', 'event-precision', 'false-alarms-per-day'],
      everySeed: true,
      ...config.accuracy,
    },
  };
}
