import type { Recording } from '../../../telemetry/recording.ts';
import type { Inference } from '../inference.ts';
import { ReadingTaker } from '../readings.ts';
import { rowsOf } from '../training-part.ts';
import { SmoothedErrors } from './calibrated-errors.ts';
import { InputKeeper, inputCount } from './forecast-inputs.ts';
import { meanError } from './forecasts.ts';
import type { LearnedChannel } from './learned-forecaster.ts';

/**
 * The worst channel's smoothed error of every row from `fromRow` on that all channels can be judged on: what a row is
 * held against when errors are calibrated.
 * @param inferences of each channel's networks
 */
export function rowErrors(
  learned: readonly LearnedChannel[],
  inferences: readonly Inference[],
  smoothingRows: number,
  recording: Recording,
  fromRow: number,
): number[] {
  const channels = learned.map(({ channel }) => channel);
  const taker = new ReadingTaker(channels);
  const readings = new Float64Array(channels.length);
  const sides = learned.map(({ shape, ordinary }, c) => ({
    keeper: new InputKeeper(shape),
    inputs: new Float32Array(inputCount(shape)),
    smoothed: new SmoothedErrors(smoothingRows, ordinary.mean),
    inference: inferences[c]!,
  }));
  const errors: number[] = [];
  let row = 0;
  for (const { timestampMs, values } of rowsOf(recording, channels)) {
    taker.take(timestampMs, values, readings);
    let worst = Number.NEGATIVE_INFINITY;
    let isComplete = true;
    for (const [c, { keeper, inputs, smoothed, inference }] of sides.entries()) {
      const sigmas = keeper.push(timestampMs, readings[c]!, inputs);
      if (Number.isNaN(sigmas)) isComplete = false;
      else worst = Math.max(worst, smoothed.next(meanError(sigmas, inference.run(inputs), 0)));
    }
    if (isComplete && row >= fromRow) errors.push(worst);
    row++;
  }
  return errors;
}
