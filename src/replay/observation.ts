import type { Observation } from '../contenders/contract.ts';
import { samplesBetween } from '../telemetry/raw-series.ts';
import type { Recording } from '../telemetry/recording.ts';

/** A row as a contender is shown it, with its readings in `values`: memory of its own where none is given. */
export function observationAt(
  recording: Recording,
  row: number,
  values = new Float64Array(recording.columns.length),
): Observation {
  const { timestampsMs, columns, series } = recording;
  const timestampMs = timestampsMs[row]!;
  for (let c = 0; c < values.length; c++) values[c] = columns[c]![row]!;
  if (series === undefined) return { timestampMs, values };
  const afterMs = row === 0 ? Number.NEGATIVE_INFINITY : timestampsMs[row - 1]!;
  return { timestampMs, values, samples: samplesBetween(series, afterMs, timestampMs) };
}
