import { z } from 'zod';
import { duration, positiveDuration } from '../../duration-setting.ts';
import type { SearchSpace } from '../../search-space.ts';
import { BACKEND_NAMES } from '../backend.ts';
import { CALIBRATION_SETTINGS } from '../calibration/calibration.ts';
import { falseAlarmRateSetting } from '../calibration/settings.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);
const share = z.number().positive().max(1);

/** Settings of the forecaster. Every stretch of time becomes rows by the sampling step of the training part. */
export const forecasterConfigSchema = z.strictObject({
  /** Readings before the row that is forecast, within the bounds below. */
  window: positiveDuration.default('1h20m'),
  minWindowRows: whole(1, 256).default(8),
  maxWindowRows: whole(1, 256).default(32),
  /** Sine and cosine pairs of the time of day and of the day of the week that are inputs. UTC. */
  dayHarmonics: whole(0, 12).default(2),
  weekHarmonics: whole(0, 12).default(1),
  /** The reading this long ago is an input, where there is one no older than three sampling steps more; 0: no such input. */
  lookBack: duration.default('1d'),
  hiddenUnits: z.array(whole(1, 1024)).min(1).max(4).default([24, 12]),
  /** Training ends with the last epoch or the last step, whichever comes first. */
  epochs: whole(1, 10_000).default(30),
  steps: whole(1, 1_000_000).default(1500),
  /** Rows per step. */
  batchRows: whole(1, 65_536).default(16),
  learningRate: share.default(0.003),
  /** Per step, in multiples of the learning rate; decoupled from the gradient. */
  weightDecay: z.number().min(0).max(1).default(0.0001),
  /** Readings are learned from and reach the network clipped to this many standard deviations; errors are not clipped. */
  clipSigmas: z.number().positive().max(100).default(5),
  /** Networks per channel, each trained from a seed of its own; the error is the mean of theirs. */
  members: whole(1, 100).default(1),
  /**
   * `frozen`: stays as it was trained. `refit`: learns on from the newest rows every so often. `online`: learns on from
   * every row, after having judged it. Rows that training has seen are not learned from again.
   */
  mode: z.enum(['frozen', 'refit', 'online']).default('frozen'),
  /** With `refit`: how often, and how many steps of `batchRows` rows each. */
  refitEvery: positiveDuration.default('8h20m'),
  refitSteps: whole(1, 100_000).default(50),
  /** With `online`: rows per step, the newest and some older ones drawn at random. */
  onlineRows: whole(1, 1024).default(8),
  /** With `refit` and `online`: rows that are still drawn from, and the learning rate. */
  drawnRows: whole(1, 100_000).default(2000),
  lateLearningRate: share.default(0.001),
  /** Errors are averaged over this long, within the bounds below. */
  smoothing: duration.default('50m'),
  minSmoothingRows: whole(1, 256).default(4),
  maxSmoothingRows: whole(1, 256).default(32),
  /** Errors of the stream itself that an error is held against: the newest so many, a sample size and no stretch of time. */
  pastErrors: whole(100, 1_000_000).default(8000),
  /** Standard errors above the mean error that score 1; `auto`: 7.1 when frozen, else 5.85. Not with `conformal` and `pot`. */
  alertAt: z.union([z.literal('auto'), z.number().positive()]).default('auto'),
  /**
   * `history`: errors are held against those of the stream itself. `conformal`, `pot`: how rare the row's worst error is
   * among those of rows held back from training, by split conformal p-values or by a generalised Pareto tail; 1 is as
   * rare as `falseAlarmRate`. With mode `frozen` alone: the promise is of the networks that were calibrated.
   */
  calibration: z.enum(CALIBRATION_SETTINGS).default('history'),
  /** With `conformal` and `pot`: the promise, the share of quiet rows that score 1 or more. */
  falseAlarmRate: falseAlarmRateSetting,
  /** With `conformal` and `pot`: the newest part of the training rows that is not learned from but calibrated on. */
  holdBackRatio: z.number().positive().max(0.5).default(0.2),
  /** A missing reading is taken to be the last one for up to this long, as an input; the row itself is not judged. */
  bridge: duration.default('15m'),
  /** After a hole in time longer than this the window starts anew. Shorter ones are common where sampling is irregular. */
  restartAfter: positiveDuration.default('1d'),
  /**
   * `compiled`: plain loops. `backend`: TensorFlow.js. The same arithmetic up to rounding. Training on 750 rows took
   * 0.15 s in plain loops, 2 s on wasm, 4 s on cpu and 5 s on native (two x64 cores, Node 20).
   */
  training: z.enum(['compiled', 'backend']).default('compiled'),
  inference: z.enum(['compiled', 'backend']).default('compiled'),
  /** Where `backend` is asked for. `auto`: the fastest that works for a network of this size. */
  backend: z.enum([...BACKEND_NAMES, 'auto']).default('auto'),
});

/** What a tuner may choose. `mode` is not among it: it is a decision about operations, not about figures. */
export const FORECASTER_DIMENSIONS: SearchSpace['dimensions'] = [
  { name: 'window', kind: 'duration', low: '20m', high: '2h40m' },
  {
    name: 'hiddenUnits',
    kind: 'choice',
    values: [
      [12, 6],
      [24, 12],
      [48, 24],
    ],
  },
  { name: 'epochs', kind: 'integer', low: 10, high: 60 },
  { name: 'learningRate', kind: 'log', low: 0.001, high: 0.01 },
  { name: 'smoothing', kind: 'duration', low: '10m', high: '2h' },
];

export type ForecasterConfig = z.output<typeof forecasterConfigSchema>;
