import type { Fault } from '../../faults.ts';
import { faultAt, type Path, type PositionedDocument } from '../positioned-document.ts';
import type { Channel } from '../recording.ts';
import { parseTimeMs } from '../time-text.ts';

/** One metric as it is put together from pages: in any order, a time at most once. */
export interface MetricSeries {
  readonly labels: Channel['labels'];
  /** As CloudWatch calls it; null where it was not said. */
  readonly unit: string | null;
  readonly values: ReadonlyMap<number, number>;
}

/** Series under construction by whatever tells them apart, with the faults of all pages. */
export interface SeriesSet {
  /** Adds a data point; a time that is already there with another value is a fault. */
  add(key: string, made: () => Pick<MetricSeries, 'labels'>, point: DataPoint): void;
  readonly series: ReadonlyMap<string, MetricSeries>;
}

export interface DataPoint {
  readonly time: string | number;
  readonly value: number;
  readonly unit: string | null;
  readonly document: PositionedDocument;
  /** Where its time and its value stand. */
  readonly path: (part: 'time' | 'value') => Path;
}

export function seriesSet(faults: Fault[]): SeriesSet {
  const series = new Map<string, { labels: Channel['labels']; unit: string | null; values: Map<number, number> }>();
  return {
    series,
    add(key, made, { time, value, unit, document, path }) {
      let one = series.get(key);
      if (one === undefined) {
        one = { ...made(), unit, values: new Map() };
        series.set(key, one);
      }
      const fault = (code: string, message: string, hint?: string) =>
        faults.push(faultAt(document, path(code === 'cloudwatch/time' ? 'time' : 'value'), code, message, hint));
      const atMs = parseTimeMs(String(time));
      if (Number.isNaN(atMs)) return void fault('cloudwatch/time', `expected a time, got ${JSON.stringify(time)}`);
      if (one.unit !== unit) {
        return void fault('cloudwatch/unit', `${key} is in ${one.unit ?? 'no unit'} and in ${unit ?? 'no unit'}`);
      }
      const known = one.values.get(atMs);
      if (known !== undefined && known !== value) {
        const hint = 'two metrics of one label? the queries (get-metric-data) or --by-file tell them apart';
        return void fault('cloudwatch/two-values', `${key} is ${known} and ${value} at the same time`, hint);
      }
      one.values.set(atMs, value);
    },
  };
}
