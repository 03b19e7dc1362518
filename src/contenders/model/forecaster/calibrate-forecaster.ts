import { type Recording, rowCount, sliceRows } from '../../../telemetry/recording.ts';
import { type Calibrated, calibrate } from '../calibration/calibration.ts';
import type { Weights } from '../dense-layers.ts';
import type { Inference } from '../inference.ts';
import type { TrainingPart } from '../training-part.ts';
import type { ForecasterConfig } from './forecaster-config.ts';
import type { LearnedChannel } from './learned-forecaster.ts';
import type { PastErrorsSettings } from './past-errors.ts';
import { rowErrors } from './row-errors.ts';

type Usable = Extract<TrainingPart, { kind: 'usable' }>;

/** The first row of the newest part, which is not learned from. */
const firstHeldBack = (recording: Recording, ratio: number): number => Math.round(rowCount(recording) * (1 - ratio));

/** What is left to learn from: scales, networks and ordinary errors know nothing of the rows held back. */
export function withoutHeldBack(part: Usable, ratio: number): Usable {
  const recordings = part.recordings.map((each) => sliceRows(each, 0, firstHeldBack(each, ratio)));
  return { ...part, recordings };
}

/**
 * The row's worst error among those of the rows held back, whose windows reach into the rows before as they will when it
 * watches.
 * @param inferenceOf disposed of here
 */
export function calibrateForecaster(
  { calibration, falseAlarmRate, holdBackRatio }: ForecasterConfig,
  recordings: readonly Recording[],
  learned: readonly LearnedChannel[],
  { smoothingRows }: PastErrorsSettings,
  inferenceOf: (members: readonly Weights[]) => Inference,
): Calibrated | { readonly kind: 'history' } {
  if (calibration === 'history') return { kind: 'history' };
  const inferences = learned.map(({ members }) => inferenceOf(members));
  const errors = recordings.flatMap((recording) =>
    rowErrors(learned, inferences, smoothingRows, recording, firstHeldBack(recording, holdBackRatio)),
  );
  for (const inference of inferences) inference.dispose();
  return calibrate(calibration, falseAlarmRate, errors);
}
