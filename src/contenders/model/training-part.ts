import {
  type Channel,
  channelName,
  type LabelledRecording,
  type Recording,
  rowCount,
  samplingStepMs,
} from '../../telemetry/recording.ts';
import { channelMismatch } from './channel-mismatch.ts';
import { ReadingTaker } from './readings.ts';
import { median } from './scaling.ts';

/** The recordings to learn from, seen to have the same channels; or why nothing can be learned from them. */
export type TrainingPart =
  | {
      readonly kind: 'usable';
      readonly channels: readonly Channel[];
      readonly recordings: readonly Recording[];
      /** Median sampling step. */
      readonly stepMs: number;
    }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Labels are not looked at. */
export function trainingPart(train: readonly LabelledRecording[]): TrainingPart {
  const unusable = (reason: string): TrainingPart => ({ kind: 'unusable', reason });
  const recordings = train.map(({ recording }) => recording).filter((recording) => rowCount(recording) > 0);
  const first = recordings[0];
  if (first === undefined) return unusable('the training part is empty');
  const { channels } = first;
  if (channels.length === 0) return unusable('the training part has no channel');
  for (const recording of recordings) {
    const mismatch = channelMismatch(channels, recording.channels);
    if (mismatch !== null || recording.channels.length !== channels.length) {
      return unusable(`training recordings ${first.id} and ${recording.id} have different channels`);
    }
  }
  const stepMs = medianStepMs(recordings);
  if (Number.isNaN(stepMs)) return unusable('time does not advance in the training part');
  return { kind: 'usable', channels, recordings, stepMs };
}

function medianStepMs(recordings: readonly Recording[]): number {
  const steps = Float64Array.from(recordings.map(samplingStepMs).filter((step) => !Number.isNaN(step))).sort();
  return steps.length === 0 ? Number.NaN : median(steps);
}

/** Rows with their values in the order of `channels`; `values` is reused. */
export function* rowsOf(recording: Recording, channels: readonly Channel[]) {
  const order = recording.channels.map(channelName);
  const columns = channels.map((channel) => recording.columns[order.indexOf(channelName(channel))]!);
  const values = new Float64Array(channels.length);
  for (let row = 0; row < rowCount(recording); row++) {
    for (let c = 0; c < values.length; c++) values[c] = columns[c]![row]!;
    yield { timestampMs: recording.timestampsMs[row]!, values };
  }
}

/** All readings of each channel (a counter's are its increases per second); NaN where there is none. */
export function readingsOf(channels: readonly Channel[], recordings: readonly Recording[]): readonly number[][] {
  const readings: number[][] = channels.map(() => []);
  const taken = new Float64Array(channels.length);
  for (const recording of recordings) {
    const taker = new ReadingTaker(channels);
    for (const { timestampMs, values } of rowsOf(recording, channels)) {
      taker.take(timestampMs, values, taken);
      for (const [c, reading] of taken.entries()) readings[c]!.push(reading);
    }
  }
  return readings;
}
