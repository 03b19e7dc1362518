import type { RawSeries } from './raw-series.ts';

/**
 * Raw series as a monitoring system scraped them, one JSON value a line:
 *
 * ```text
 * {"format":"watchbench-raw-series","version":1,"recording":"test-a","clocks":2,"series":310}
 * {"clock":0,"startMs":1795464170123,"stepsMs":[1000,999,1001]}
 * {"labels":{"__name__":"up","job":"node"},"clock":0,"ticks":[0,2,3,1],"values":[1,1,null]}
 * ```
 *
 * A clock is the times at which some series were sampled together: its first, and the steps to each next. `ticks` are
 * the times of its clock that are a series' own, as runs of first tick and number of ticks. A value is a number, "NaN",
 * "+Inf", "-Inf", or null: a staleness marker. Clocks come before series; series ascend by their labels.
 */
export const RAW_SERIES_FORMAT = { format: 'watchbench-raw-series', version: 1 } as const;

export interface RawSeriesFile {
  readonly recording: string;
  readonly series: readonly RawSeries[];
}
