import { memorySource } from '../../src/promql/memory-source.ts';
import type { SampleSeries, SampleSource } from '../../src/promql/sample-source.ts';
import { type AlertExpressions, alertExpressions } from './alert-expressions.ts';
import { alertedRecording } from './alerted-recording.ts';
import { fleetRecording } from './fleet-recording.ts';
import { DAY_MS } from './target.ts';

const SEED = 1;
const SERIES = 1000;

export interface Recorded {
  readonly series: readonly SampleSeries[];
  readonly source: SampleSource;
}

/** A day each, 1,000 series each; their metrics have no name in common. */
export interface Recordings {
  readonly fleet: Recorded;
  /** null where the alerts are missing. */
  readonly alerted: (Recorded & { readonly alerts: AlertExpressions }) | null;
}

const recorded = (series: readonly SampleSeries[]): Recorded => ({ series, source: memorySource(series) });

export async function makeRecordings(): Promise<Recordings> {
  const alerts = await alertExpressions();
  const fleet = recorded(fleetRecording(SEED, DAY_MS));
  if (alerts === null) return { fleet, alerted: null };
  const expressions = alerts.evaluated.map(({ expression }) => expression);
  const series = alertedRecording(expressions, { count: SERIES, seed: SEED, durationMs: DAY_MS });
  return { fleet, alerted: { ...recorded(series), alerts } };
}
