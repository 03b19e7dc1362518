import type { Timeline } from '../record/schema.ts';
import type { Dataset } from '../telemetry/dataset.ts';
import { channelName, type Recording, rowCount } from '../telemetry/recording.ts';

/** More points than this across a chart of a screen's width cannot be told apart. */
const BUCKETS = 600;

/** The judged recordings thinned for drawing: lowest and highest reading of each bucket of rows, so no spike is lost. */
export const timelinesOf = (dataset: Dataset): Timeline[] =>
  dataset.recordings
    .filter(({ role }) => role === 'test' || role === 'train-then-test')
    .map(({ recording }) => timelineOf(recording));

function timelineOf(recording: Recording): Timeline {
  const rows = rowCount(recording);
  const rowsPerBucket = Math.max(1, Math.ceil(rows / BUCKETS));
  const starts: number[] = [];
  for (let row = 0; row < rows; row += rowsPerBucket) starts.push(row);
  return {
    recording: recording.id,
    timestampsMs: starts.map((row) => recording.timestampsMs[row]!),
    channels: recording.channels.map((channel, c) => {
      const extremes = starts.map((row) => extremesOf(recording.columns[c]!.subarray(row, row + rowsPerBucket)));
      return {
        channel: channelName(channel),
        low: extremes.map((extreme) => extreme?.low ?? null),
        high: extremes.map((extreme) => extreme?.high ?? null),
      };
    }),
  };
}

function extremesOf(readings: Float64Array): { readonly low: number; readonly high: number } | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const reading of readings) {
    if (reading < low) low = reading;
    if (reading > high) high = reading;
  }
  return low > high ? null : { low: Number(low.toPrecision(6)), high: Number(high.toPrecision(6)) };
}
