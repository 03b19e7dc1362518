import { z } from 'zod';
import { duration, positiveDuration } from '../duration-setting.ts';
import type { SearchSpace } from '../search-space.ts';
import { BACKEND_NAMES } from './backend.ts';
import { CALIBRATION_SETTINGS } from './calibration/calibration.ts';
import { falseAlarmRateSetting } from './calibration/settings.ts';

const whole = (least: number, most: number) => z.number().int().min(least).max(most);

/**
 * Settings of the autoencoder. The defaults were chosen on NAB's realAWSCloudwatch (17 series) and on web shops
 * generated from other seeds than the one that ships; never on the test recordings of the latter.
 */
export const autoencoderConfigSchema = z.strictObject({
  /** `auto`: the fastest that works for a network of this size. */
  backend: z.enum([...BACKEND_NAMES, 'auto']).default('auto'),
  /** `compiled`: decides by plain loops over the trained weights. `backend`: by TensorFlow.js, where it was trained. */
  inference: z.enum(['compiled', 'backend']).default('compiled'),
  /** Networks, each trained from a seed of its own; the error is the mean of theirs. */
  members: whole(1, 100).default(1),
  /** Length of the window, turned into rows by the sampling step of the training part, within the bounds below. */
  window: positiveDuration.default('1h20m'),
  minWindowRows: whole(2, 256).default(8),
  maxWindowRows: whole(2, 256).default(32),
  /** Cycles whose phase is an input; one counts only when the training part covers it at least twice. UTC. */
  cycles: z.array(positiveDuration).default(['1d', '1w']),
  /** Units of the narrowest layer; `auto`: four, and one more for every four channels, at most 16. */
  codeUnits: z.union([z.literal('auto'), whole(1, 1024)]).default('auto'),
  /** Units of the layers before and after it; `auto`: four times as many. */
  hiddenUnits: z.union([z.literal('auto'), whole(1, 4096)]).default('auto'),
  /** Training ends with the last epoch or the last step, whichever comes first: longer overfits a few hundred rows... */
  epochs: whole(1, 10_000).default(40),
  /** ...and gains nothing on a few thousand. */
  steps: whole(1, 1_000_000).default(600),
  /** Windows per step. */
  batchRows: whole(1, 65_536).default(64),
  learningRate: z.number().positive().max(1).default(0.003),
  /** Chance of each channel to be blanked while training, so that the others have to say what it should be. */
  blankedRatio: z.number().min(0).max(0.9).default(0.5),
  /** The newest part of the training rows that is not learned from but measured on: what an ordinary error is. */
  holdBackRatio: z.number().min(0).max(0.5).default(0.2),
  /** Readings reach the network clipped to this many robust standard deviations; errors are not clipped. */
  clipSigmas: z.number().positive().max(100).default(5),
  /** Errors are averaged over this long: a single bad row is noise more often than an incident. */
  smoothing: duration.default('40m'),
  /** A missing reading before the newest row is taken to be the last one for up to this long. */
  bridge: duration.default('15m'),
  /** What an error is held against: those of the training part, or also all earlier ones of the stream itself. */
  against: z.enum(['training', 'own-past']).default('own-past'),
  /** Standard deviations above the mean error that score 1; not with `conformal` and `pot`. */
  alertAt: z.number().positive().default(4),
  /**
   * `history`: as said by `against` and `alertAt`. `conformal`, `pot`: how rare an error is among those of the rows held
   * back, by split conformal p-values or by a generalised Pareto tail; 1 is as rare as `falseAlarmRate`.
   */
  calibration: z.enum(CALIBRATION_SETTINGS).default('history'),
  /** With `conformal` and `pot`: the promise, the share of quiet rows that score 1 or more. */
  falseAlarmRate: falseAlarmRateSetting,
});

export type AutoencoderConfig = z.output<typeof autoencoderConfigSchema>;

/** What a tuner may choose. `alertAt` is not among it: it moves every score alike, and the threshold is searched anyway. */
export const AUTOENCODER_DIMENSIONS: SearchSpace['dimensions'] = [
  { name: 'window', kind: 'duration', low: '40m', high: '2h40m' },
  { name: 'codeUnits', kind: 'choice', values: ['auto', 2, 4, 8] },
  { name: 'steps', kind: 'integer', low: 200, high: 1200 },
  { name: 'learningRate', kind: 'log', low: 0.001, high: 0.01 },
  { name: 'blankedRatio', kind: 'choice', values: [0, 0.25, 0.5, 0.75] },
  { name: 'smoothing', kind: 'duration', low: '10m', high: '2h' },
];

/** Bounds that hold whatever the sampling step turns out to be. */
export const MAX_SMOOTHING_ROWS = 64;
