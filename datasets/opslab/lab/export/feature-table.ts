import type { RawSeries } from '../../../../src/telemetry/raw-series.ts';
import type { Recording } from '../../../../src/telemetry/recording.ts';
import { FEATURE_CHANNELS, FEATURES } from './features.ts';
import { openSelection } from './selection.ts';

const ROW_EVERY_MS = 1_000;
/** Nine digits: more than any of them means, and the file is half as big. */
const DIGITS = 9;

/** One row a second, each from samples at or before its time. */
export function featureTable(id: string, series: readonly RawSeries[], startMs: number, endMs: number): Recording {
  const rows = Math.floor((endMs - startMs) / ROW_EVERY_MS);
  const timestampsMs = Float64Array.from({ length: rows }, (_, row) => startMs + (row + 1) * ROW_EVERY_MS);
  const select = openSelection(series);
  return {
    id,
    channels: FEATURE_CHANNELS,
    timestampsMs,
    columns: FEATURES.map(({ at }) => Float64Array.from(timestampsMs, (ms) => finite(at(select, ms)))),
  };
}

function finite(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : Number.NaN;
}
