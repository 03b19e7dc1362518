import { channelName, type Recording } from '../../../../src/telemetry/recording.ts';

/** A stretch of time to be looked at, and when it was still quiet before. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  /** Begin of the quiet time that ends where the stretch begins. */
  readonly quietFromMs: number;
}

/** So many usual deviations from the quiet median before it, in a tenth of the stretch's rows at least. */
const DEVIATIONS = 6;
const SHARE_OF_ROWS = 0.1;
const MOST_NAMED = 4;
const MAD_TO_SIGMA = 1.4826;

/**
 * The channels in which a stretch can be seen, most striking first; none where it cannot. A channel's usual deviation is
 * told by its steps over half a minute in all quiet rows (so that a steady drift is usual), and never less than that of the quiet rows just before.
 */
export function shownBy(recording: Recording, stretch: Stretch, isQuiet: (ms: number) => boolean): string[] {
  const rows = (fromMs: number, toMs: number) =>
    [...recording.timestampsMs.keys()].filter(
      (row) => recording.timestampsMs[row]! >= fromMs && recording.timestampsMs[row]! <= toMs,
    );
  const [during, before] = [rows(stretch.startMs, stretch.endMs), rows(stretch.quietFromMs, stretch.startMs - 1)];
  return recording.channels
    .map((channel, i) => ({
      name: channelName(channel),
      strikes: strikes(recording.columns[i]!, during, before, usualStep(recording, recording.columns[i]!, isQuiet)),
    }))
    .filter(({ strikes }) => strikes >= DEVIATIONS)
    .sort((a, b) => b.strikes - a.strikes)
    .slice(0, MOST_NAMED)
    .map(({ name }) => name);
}

/** In usual deviations, what the most striking tenth of the rows reaches; infinite where readings went missing. */
function strikes(column: Float64Array, during: readonly number[], before: readonly number[], usual: number): number {
  const quiet = present(column, before);
  const now = present(column, during);
  if (quiet.length < 5) return 0;
  const wentMissing = during.length - now.length >= Math.max(2, SHARE_OF_ROWS * during.length);
  if (wentMissing && quiet.length > 0.95 * before.length) return Number.POSITIVE_INFINITY;
  const middle = median(quiet);
  const deviation = Math.max(usual, MAD_TO_SIGMA * median(quiet.map((value) => Math.abs(value - middle))));
  const distances = now.map((value) => Math.abs(value - middle)).sort((a, b) => b - a);
  const reached = distances[Math.floor(SHARE_OF_ROWS * distances.length)] ?? 0;
  if (reached === 0) return 0;
  return deviation === 0 ? Number.MAX_VALUE : reached / deviation;
}

const STEP_ROWS = 30;
/** Nine of ten normal draws lie within so many standard deviations; unlike a median it sees a count that is mostly 0. */
const NINETY_PERCENT = 1.645;

function usualStep({ timestampsMs }: Recording, column: Float64Array, isQuiet: (ms: number) => boolean): number {
  const steps: number[] = [];
  for (let row = STEP_ROWS; row < column.length; row++) {
    const step = Math.abs(column[row]! - column[row - STEP_ROWS]!);
    if (!Number.isNaN(step) && isQuiet(timestampsMs[row]!)) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  return (steps[Math.floor(0.9 * steps.length)] ?? 0) / NINETY_PERCENT;
}

function present(column: Float64Array, rows: readonly number[]): number[] {
  return rows.map((row) => column[row]!).filter((value) => !Number.isNaN(value));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
