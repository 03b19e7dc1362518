import { formatDuration } from '../../duration.ts';
import { InputError } from '../../faults.ts';
import type { Recording } from '../recording.ts';
import type { MetricSeries } from './metric-series.ts';
import { unitOf } from './units.ts';

/** Two months a row a second; a grid much finer than its readings is a mistake. */
const MOST_ROWS = 5_000_000;

/**
 * Series as one recording with evenly spaced rows. CloudWatch leaves periods without data out; here they are rows
 * without readings, so that whoever watches sees that time passed. The step is the largest that meets every data point.
 * @throws InputError `cloudwatch/too-many-rows`
 */
export function toRecording(id: string, all: readonly MetricSeries[], file: string): Recording {
  const times = [...new Set(all.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0];
  const stepMs = times.reduce((step, ms, i) => (i === 0 ? step : greatestCommonDivisor(ms - times[i - 1]!, step)), 0);
  const rows = times.length === 0 ? 0 : stepMs === 0 ? 1 : (last - first) / stepMs + 1;
  if (rows > MOST_ROWS) {
    const message = `${rows} rows of ${formatDuration(stepMs)} for ${times.length} times with data, at most ${MOST_ROWS}`;
    const hint = 'the metrics have data points at times that do not fit one step; import them apart';
    throw InputError.of('cloudwatch/too-many-rows', message, { file }, hint);
  }
  const timestampsMs = Float64Array.from({ length: rows }, (_, row) => first + row * stepMs);
  return {
    id,
    channels: all.map(({ labels, unit }) => ({ labels, unit: unitOf(unit ?? 'None'), kind: 'gauge' })),
    timestampsMs,
    columns: all.map(({ values }) => timestampsMs.map((ms) => values.get(ms) ?? Number.NaN)),
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [Math.max(a, b), Math.min(a, b)];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
