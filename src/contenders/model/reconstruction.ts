import type { FullWindow, WindowShape } from './windows.ts';

/** Reconstruction of the newest row, in sigmas per channel, out of that of the whole window. */
export function newestRow({ channels }: Pick<WindowShape, 'channels'>, output: Float32Array): Float64Array {
  return Float64Array.from(output.subarray(output.length - channels.length));
}

/**
 * Distance of the newest reading from its reconstruction, in sigmas per channel. Only the newest row is held against
 * its reconstruction: older rows were, when they were new.
 */
export function channelErrors(
  shape: Pick<WindowShape, 'channels'>,
  window: FullWindow,
  output: Float32Array,
): Float64Array {
  return newestRow(shape, output).map((sigmas, c) => Math.abs(window.newestSigmas[c]! - sigmas));
}
