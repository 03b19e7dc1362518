import type { Outputs } from './inference.ts';
import type { FullWindow } from './windows.ts';

/**
 * Distance of the newest reading from its reconstruction, in sigmas per channel, as the mean over members. Only the
 * newest row is held against its reconstruction: older rows were, when they were new.
 * @param outputs for each member, reconstructions of the newest row of each window, laid end to end
 * @param at which window
 */
export function meanChannelErrors({ newestSigmas }: FullWindow, outputs: readonly Outputs[], at: number): Float64Array {
  const errors = new Float64Array(newestSigmas.length);
  for (const output of outputs) {
    for (let c = 0; c < errors.length; c++) errors[c]! += Math.abs(newestSigmas[c]! - output[at * errors.length + c]!);
  }
  return errors.map((sum) => sum / outputs.length);
}

/** Mean reconstruction over members of the newest row, in sigmas per channel. */
export function meanNewestRow(channelCount: number, outputs: readonly Outputs[], at: number): Float64Array {
  return Float64Array.from({ length: channelCount }, (_, c) => {
    const sum = outputs.reduce((total, output) => total + output[at * channelCount + c]!, 0);
    return sum / outputs.length;
  });
}
