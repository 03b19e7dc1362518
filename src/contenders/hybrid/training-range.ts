import { channelName, type LabelledRecording, rowCount } from '../../telemetry/recording.ts';
import { InputReadings } from './input-readings.ts';

/** Least and most of the readings of a channel in training; null where it had none. */
export type TrainingRange = { readonly least: number; readonly most: number } | null;

/** Channel name → range. */
export type TrainingRanges = Readonly<Record<string, TrainingRange>>;

/** Over all training recordings. Labels are not read; readings that are infinite teach nothing. */
export function learnRanges(train: readonly LabelledRecording[]): TrainingRanges {
  const ranges: Record<string, TrainingRange> = {};
  for (const { recording } of train) {
    const readings = new InputReadings(recording.channels);
    recording.channels.forEach((channel, c) => {
      let range = ranges[channelName(channel)] ?? null;
      for (let row = 0; row < rowCount(recording); row++) {
        const reading = readings.take(c, recording.timestampsMs[row]!, recording.columns[c]![row]!);
        if (!Number.isFinite(reading)) continue;
        range = {
          least: Math.min(range?.least ?? reading, reading),
          most: Math.max(range?.most ?? reading, reading),
        };
      }
      ranges[channelName(channel)] = range;
    });
  }
  return ranges;
}

/** Widened at both ends by a share of its length. */
export function widened({ least, most }: NonNullable<TrainingRange>, margin: number) {
  const by = margin * (most - least);
  return { least: least - by, most: most + by };
}
