import { parseDurationMs } from '../../duration.ts';
import { type AutoencoderConfig, MAX_SMOOTHING_ROWS } from './autoencoder-config.ts';
import { calibrate } from './calibration/calibration.ts';
import type { Inference } from './inference.ts';
import { meanChannelErrors } from './reconstruction.ts';
import { ErrorScorer, LEAST_ORDINARY_ERROR, NO_LEVEL, type ScoreSettings, withError } from './score.ts';
import { endToEnd, type FullWindow, type WindowShape } from './windows.ts';

/** Per recording one window a row; null where it is not full. */
type Windows = readonly (readonly (FullWindow | null)[])[];

export type LearnedScoring =
  | { readonly kind: 'learned'; readonly scoring: ScoreSettings }
  /** Too little was held back to be calibrated on. */
  | { readonly kind: 'too-little'; readonly reason: string };

/**
 * What an error is held against, from rows in the order recorded. Calibrated, every number of the score but the
 * calibration itself comes from the rows that were fitted: those held back are then as new to it as rows to come.
 */
export function learnScoring(
  config: AutoencoderConfig,
  stepMs: number,
  shape: WindowShape,
  network: Inference,
  { fitted, heldBack }: { readonly fitted: Windows; readonly heldBack: Windows },
): LearnedScoring {
  const { against, alertAt, calibration, falseAlarmRate } = config;
  const rows = Math.round(parseDurationMs(config.smoothing) / stepMs);
  const smoothingRows = Math.max(1, Math.min(MAX_SMOOTHING_ROWS, rows));
  const measured = errorsOf(heldBack, network);
  const channelErrors = ordinaryErrors(shape, calibration === 'history' ? measured : errorsOf(fitted, network));
  const settings = { smoothingRows, against, alertAt, channelErrors, level: NO_LEVEL };
  const combined = combinedErrors(settings, measured);
  if (calibration === 'history') {
    return { kind: 'learned', scoring: { ...settings, level: combined.reduce(withError, NO_LEVEL) } };
  }
  const made = calibrate(calibration, falseAlarmRate, combined);
  if (made.kind === 'too-little') return made;
  return { kind: 'learned', scoring: { ...settings, calibration: made.calibration } };
}

type Errors = readonly (readonly (Float64Array | null)[])[];

function errorsOf(windows: Windows, network: Inference): Errors {
  const outputs = network.run(endToEnd(windows.flat().filter((window) => window !== null)));
  let next = 0;
  return windows.map((list) => list.map((window) => window && meanChannelErrors(window, outputs, next++)));
}

/** Mean error of each channel. */
function ordinaryErrors({ channels }: WindowShape, errors: Errors): Float64Array {
  const present = errors.flat().filter((error) => error !== null);
  return Float64Array.from(channels, (_, c) => {
    const mean = present.reduce((sum, error) => sum + error[c]!, 0) / Math.max(1, present.length);
    return Math.max(LEAST_ORDINARY_ERROR, mean);
  });
}

/** Smoothed and combined over channels, row by row. */
function combinedErrors(settings: ScoreSettings, errors: Errors): number[] {
  return errors.flatMap((list) => {
    const scorer = new ErrorScorer(settings);
    return list.flatMap((error) => {
      if (error !== null) return [scorer.combined(error).error];
      scorer.skip();
      return [];
    });
  });
}
