import { labelsOf } from '../../../../promql/labels.ts';
import type { SampleSeries } from '../../../../promql/sample-source.ts';
import type { RawSeries } from '../../../../telemetry/raw-series.ts';
import type { Recording } from '../../../../telemetry/recording.ts';

/**
 * A recording as series: what the monitoring system stored where the recording brings it, else one series for each
 * channel, in which a row without a reading is no sample. Rows that do not come after the one before are left out.
 * @param isWanted of the series that a monitoring system stored, those to take; all where not given
 */
export function recordedSeries(
  { channels, columns, timestampsMs, series }: Recording,
  isWanted: (labels: RawSeries['labels']) => boolean = () => true,
): readonly SampleSeries[] {
  if (series !== undefined)
    return series
      .filter(({ labels }) => isWanted(labels))
      .map(({ labels, ...rest }) => ({ labels: labelsOf(Object.entries(labels)), ...rest }));
  const rows = risingRows(timestampsMs);
  return channels.map(({ labels }, channel) => {
    const column = columns[channel]!; // one for each channel
    const read = rows.filter((row) => !Number.isNaN(column[row]!));
    return {
      labels: labelsOf(Object.entries(labels)),
      timestampsMs: Float64Array.from(read, (row) => timestampsMs[row]!),
      values: Float64Array.from(read, (row) => column[row]!),
      stale: null,
    };
  });
}

function risingRows(timestampsMs: Float64Array): readonly number[] {
  const rows: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  timestampsMs.forEach((atMs, row) => {
    if (!(atMs > last)) return;
    rows.push(row);
    last = atMs;
  });
  return rows;
}
